import { expect, test } from 'vitest';
import type { Scenario } from '../model/index.ts';
import { readScenario, writeScenario } from './index.ts';

const scenario: Scenario = {
  id: 'outage',
  name: 'Outage',
  description: '',
  events: [
    {
      id: 'down',
      name: 'Provider down',
      target: { kind: 'primary-provider' },
      effect: { kind: 'outage', share: 1, failure: 'server-error' },
      startMs: 1000,
      durationMs: 5000,
      rampUpMs: 0,
      rampDownMs: 0,
    },
  ],
};

test('what is written is read back, byte for byte', () => {
  const text = writeScenario(scenario);
  const read = readScenario(text);
  expect(read).toEqual({ ok: true, value: scenario });
  expect(read.ok && writeScenario(read.value)).toBe(text);
});

test.each([
  ['{"format": 1, "policy": {}, "layout": {}}', 'not-a-scenario', 'This file is a policy, not a scenario'],
  ['{"format": 9, "scenario": {}}', 'newer-format', 'format 9'],
  ['{"format": 1, "scenario": {"id": "x"}}', 'invalid', 'name is missing'],
  ['{', 'not-json', 'Line 1, column 2'],
])('%s is refused', (text, reason, sentence) => {
  expect(readScenario(text)).toMatchObject({ ok: false, error: { reason, message: expect.stringContaining(sentence) } });
});

test('two events of one id are refused, since the timeline could not tell them apart', () => {
  const twice = { format: 1, scenario: { ...scenario, events: [...scenario.events, { ...scenario.events[0], name: 'Again' }] } };
  expect(readScenario(JSON.stringify(twice))).toMatchObject({
    ok: false,
    error: { reason: 'invalid', message: expect.stringContaining('belongs to two events, "Provider down" and "Again"') },
  });
});
