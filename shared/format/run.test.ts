import { expect, test } from 'vitest';
import { RUN_FORMAT, type RunResult, runResultSchema } from '../model/index.ts';
import { hashedText, readRun, writeRun } from './index.ts';

const hash = 'a'.repeat(64);
const latency = { p50: 1, p95: 2, p99: 3, mean: 1.5, max: 3 };
const run: RunResult = runResultSchema.parse({
  format: RUN_FORMAT,
  engineVersion: '1',
  seed: 1,
  replications: 1,
  policy: { id: 'p', name: 'P', sha256: hash },
  traffic: { label: 'T', origin: 'generated', sha256: hash, durationMs: 1 },
  scenario: { id: 's', name: 'S', sha256: hash, events: [] },
  requests: 1,
  outcomes: { answeredByTier: [1, 0, 0], blocked: 0, failed: 0, byFailure: {} },
  availability: 1,
  latencyMs: latency,
  cost: { usd: 0.1, perRequestUsd: 0.1, promptTokens: 1, completionTokens: 1, wastedUsd: 0 },
  attempts: { total: 1, perRequest: 1 },
  nodes: [],
  edges: [],
  breakers: [],
  series: {
    bucketMs: 1000,
    requests: [1, 0, 2],
    answeredByTier: [[1], [0], [0]],
    blocked: [],
    failed: [],
    latencyMs: { p50: [1, null], p95: [], p99: [] },
    usd: [0.1],
    attempts: [],
    edges: [],
  },
  traces: [],
  intervals: null,
  checks: [],
  assumptions: [],
  hash,
});

test('what is written is read back, byte for byte, with figures in rows', () => {
  const text = writeRun(run);
  const read = readRun(text);
  expect(read).toEqual({ ok: true, value: run });
  expect(read.ok && writeRun(read.value)).toBe(text);
  expect(text).toContain('"requests": [1, 0, 2],\n');
});

test('a broken figure is an engine fault, not a file', () => {
  expect(() => writeRun({ ...run, availability: Number.NaN })).toThrow();
});

test('the hashed text leaves the hash out and nothing else', () => {
  expect(hashedText(run)).toBe(hashedText({ ...run, hash: 'b'.repeat(64) }));
  expect(hashedText(run)).not.toBe(hashedText({ ...run, seed: 2 }));
});

test.each([
  ['{"format": 1, "policy": {}, "layout": {}}', 'not-a-run', 'This file is a policy, not a run result'],
  ['{"format": 9, "engineVersion": "9", "outcomes": {}}', 'newer-format', 'format 9'],
  ['{"format": 1, "engineVersion": "1", "outcomes": {}}', 'invalid', 'seed is missing'],
])('%s is refused', (text, reason, sentence) => {
  expect(readRun(text)).toMatchObject({ ok: false, error: { reason, message: expect.stringContaining(sentence) } });
});
