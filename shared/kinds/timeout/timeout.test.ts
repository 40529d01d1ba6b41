import { expect, test } from 'vitest';
import { type DrawnNode, drawnPolicy, INSTANT_MODEL, runDrawn, trafficAt } from '../drawn-run.ts';
import { graphView } from '../graph.ts';
import { timeout } from './index.ts';

const drawn = (timeoutMs: number, model: object): DrawnNode[] => [
  ['entry', 'entry', {}, { next: 'limit' }],
  ['limit', 'timeout', { timeoutMs }, { next: 'model' }],
  ['model', 'model', { ...INSTANT_MODEL, ...model }],
];

test('a reply at exactly the limit is in time, one after it is not', () => {
  const inTime = runDrawn(drawn(500, { ttftP50Ms: 500 }), { traffic: trafficAt([0]) });
  expect(inTime.outcomes.answeredByTier).toEqual([1, 0, 0]);
  const late = runDrawn(drawn(500, { ttftP50Ms: 500.001 }), { traffic: trafficAt([0]) });
  expect(late.outcomes.byFailure).toEqual({ timeout: 1 });
  expect(late.traces[0]).toMatchObject({ latencyMs: 500 });
  expect(late.nodes.find((node) => node.id === 'limit')?.facts).toEqual({ 'timed out': 1 });
});

test('a failure below is passed on as it is', () => {
  const figures = runDrawn(drawn(500, { serverErrorRate: 1 }), { traffic: trafficAt([0]) });
  expect(figures.outcomes.byFailure).toEqual({ 'server-error': 1 });
});

test('a limit below the model’s usual first token is worth a warning; one that meets it is not', () => {
  const rulesFor = (timeoutMs: number) => {
    const policy = drawnPolicy(drawn(timeoutMs, { ttftP50Ms: 500 }));
    return timeout.check.run({ timeoutMs }, policy.nodes[1]!, graphView(policy)).map((finding) => finding.rule);
  };
  expect(rulesFor(499)).toEqual(['timeout/shorter-than-model']);
  expect(rulesFor(500)).toEqual([]);
});

test('changes are told with the old value', () => {
  expect(timeout.describe.changes({ timeoutMs: 15_000 }, { timeoutMs: 500 })).toEqual(['gives up after 500 ms (was 15 s)']);
});
