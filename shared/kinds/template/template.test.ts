import { expect, test } from 'vitest';
import { drawnPolicy, runDrawn, trafficAt } from '../drawn-run.ts';
import { graphView } from '../graph.ts';
import { template } from './index.ts';

test.each([0, 5])('it answers on its tier after %d ms, for nothing and without an attempt', (latencyMs) => {
  const figures = runDrawn(
    [
      ['entry', 'entry', {}, { next: 'text' }],
      ['text', 'template', { text: 'Later.', latencyMs }],
    ],
    { traffic: trafficAt([0, 10]) },
  );
  expect(figures.outcomes.answeredByTier).toEqual([0, 0, 2]);
  expect(figures.latencyMs.max).toBe(latencyMs);
  expect(figures.cost.usd).toBe(0);
  expect(figures.attempts.total).toBe(0);
});

test('blank text is no text', () => {
  const policy = drawnPolicy([['text', 'template']]);
  const rulesFor = (text: string) =>
    template.check.run({ ...template.config.defaults, text }, policy.nodes[0]!, graphView(policy)).map((finding) => finding.rule);
  expect(rulesFor(' \n')).toEqual(['template/no-text']);
  expect(rulesFor('Later.')).toEqual([]);
});

test('the card quotes the beginning, cut at a word', () => {
  const text = 'We are slow today. Your case is open and a colleague will look at it tomorrow.';
  expect(template.face.summary({ ...template.config.defaults, text }, drawnPolicy([]))).toBe(
    '“We are slow today. Your case is open and a colleague…”',
  );
});
