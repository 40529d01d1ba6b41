import { expect, test } from 'vitest';
import { graphView } from '../graph.ts';
import { evenTraffic, testModel, testPolicy, testRun } from '../test-run.ts';
import { entry } from './index.ts';

const rulesFor = (wires: Parameters<typeof testPolicy>[1], config = {}) => {
  const policy = testPolicy({ start: ['entry', config], model: testModel() }, wires);
  return entry.check.run(entry.config.schema.parse(config), policy.nodes[0]!, graphView(policy)).map((finding) => finding.rule);
};

test('an entry that leads nowhere is an error, and one without a promise is worth knowing', () => {
  expect(rulesFor([])).toEqual(['entry/not-connected', 'entry/no-promise']);
  expect(rulesFor(['start:next model'], { promise: 'An answer or a phone number.' })).toEqual([]);
});

test('an entry passes the answer on and takes no time of its own', () => {
  const figures = testRun(testPolicy({ start: ['entry'], model: testModel(40) }, ['start:next model']), evenTraffic(10, 1000));
  expect(figures.outcomes.answeredByTier).toEqual([10, 0, 0]);
  expect(figures.latencyMs.max).toBe(40);
});

test('changes are told with the old value', () => {
  const changes = entry.describe.changes(entry.config.defaults, { ...entry.config.defaults, slaP95Ms: 6000, promise: 'A reply.' });
  expect(changes).toEqual(['promises “A reply.” (was nothing)', 'owes P95 within 6 s (was 8 s)']);
});

test('needs of the models are told in words', () => {
  const { defaults } = entry.config;
  expect(entry.describe.changes(defaults, { ...defaults, needs: ['tools', 'json'], languages: ['de'], regions: ['eu'] })).toEqual([
    'needs tool calls, JSON answers of its models (was nothing special)',
    'comes in de (was languages not stated)',
    'may be answered in eu (was any region)',
  ]);
});
