import { expect, test } from 'vitest';
import { defenceLayers } from './defence.ts';
import type { DrawnNode } from './drawn-run.ts';
import { drawnPolicy, INSTANT_MODEL, runDrawn, trafficAt } from './drawn-run.ts';

const NODES: readonly DrawnNode[] = [
  ['entry', 'entry', {}, { next: 'injection' }],
  ['injection', 'input-guard', { prevalence: 0.2, detectionRate: 0.9, falsePositiveRate: 0 }, { next: 'second' }],
  ['second', 'input-guard', { prevalence: 0.2, detectionRate: 0.9, falsePositiveRate: 0.01, action: 'flag' }, { next: 'judge' }],
  ['judge', 'evaluator', { sampleRate: 1 }, { next: 'outer' }],
  ['outer', 'output-guard', { detectionRate: 0.5, falsePositiveRate: 0 }, { next: 'inner' }],
  ['inner', 'output-guard', { detectionRate: 0.5, falsePositiveRate: 0 }, { next: 'loop' }],
  ['loop', 'agent-loop', { meanSteps: 2, tools: [{ id: 'act', share: 1 }] }, { model: 'model', act: 'bounds' }],
  ['bounds', 'execution-guard', { maxCallsPerRequest: 1 }, { next: 'tool' }],
  ['tool', 'tool', { failureRate: 0 }],
  ['model', 'model', { ...INSTANT_MODEL, hallucinationRate: 0.3 }],
];
const figures = runDrawn(NODES, { traffic: trafficAt(Array.from({ length: 2000 }, (_, request) => request * 10)) });
const layers = defenceLayers(drawnPolicy(NODES), figures.nodes);

test('layers come in the order in which a request and its answer meet them', () => {
  expect(layers.map(({ layer, nodeId }) => [layer, nodeId])).toEqual([
    ['input', 'injection'],
    ['input', 'second'],
    ['execution', 'bounds'],
    ['output', 'inner'],
    ['output', 'outer'],
    ['evaluation', 'judge'],
  ]);
});

test('in every layer what reached it was caught or leaked, and what leaked reaches the next layer of its sort', () => {
  for (const { reached, caught, leaked, nodeId } of layers) expect(caught + leaked, nodeId).toBe(reached);
  const by = (nodeId: string) => layers.find((layer) => layer.nodeId === nodeId)!;
  expect(by('injection').reached).toBeGreaterThan(300);
  expect(by('second').reached).toBe(by('injection').leaked);
  expect(by('inner').reached).toBeGreaterThan(100);
  expect(by('bounds').reached).toBeGreaterThan(100);
  expect(by('outer').reached).toBe(by('inner').leaked);
  expect(by('judge').reached).toBe(by('outer').leaked);
  expect(by('bounds')).toMatchObject({ leaked: 0, falseAlarms: 0, looksFor: 'too many calls', stops: true });
  expect([by('second').stops, by('judge').stops]).toEqual([false, false]);
  expect(by('second').falseAlarms).toBeGreaterThan(0);
});

test('nodes without figures, and policies without guards, have no layers', () => {
  expect(defenceLayers(drawnPolicy(NODES), [])).toEqual([]);
  expect(defenceLayers(drawnPolicy([['model', 'model', INSTANT_MODEL]]), figures.nodes)).toEqual([]);
});
