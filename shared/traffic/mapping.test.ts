import { expect, test } from 'vitest';
import { detectPreset, mappingFor } from './index.ts';

const burstgpt = ['Timestamp', 'Model', 'Request tokens', 'Response tokens', 'Total tokens', 'Log Type'];
const burstgpt3 = ['Timestamp', 'Session ID', 'Elapsed time', 'Model', 'Request tokens', 'Response tokens', 'Total tokens', 'Log Type'];

test.each([
  [['TIMESTAMP', 'ContextTokens', 'GeneratedTokens'], 'azure'],
  [burstgpt, 'burstgpt'],
  [burstgpt3, 'burstgpt'],
  [['created_at', 'prompt_tokens', 'completion_tokens'], 'generic'],
  [[], 'generic'],
])('%j is recognised by name', (columns, preset) => {
  expect(detectPreset(columns)).toBe(preset);
});

test('BurstGPT is read by name, so the columns that version 3 inserts change nothing but the user', () => {
  const old = mappingFor('auto', burstgpt);
  const three = mappingFor('auto', burstgpt3);
  expect(old).toMatchObject({ ok: true, value: { inputTokens: 'Request tokens', user: null, timeUnit: 's', zeroOutputIsFailure: true } });
  expect(three).toMatchObject({ ok: true, value: { inputTokens: 'Request tokens', user: 'Session ID', metadata: ['Model', 'Log Type'] } });
});

test.each([
  [['startTime', 'promptTokens', 'completionTokens', 'end_user'], { arrival: 'startTime', user: 'end_user' }],
  [['created at', 'Input Tokens', 'Output Tokens', 'Capability'], { arrival: 'created at', metadata: ['Capability'] }],
  [['ts', 'prompt_tokens', 'completion_tokens', 'complexity'], { arrival: 'ts', complexity: 'complexity' }],
])('the usual names are found whatever their case: %j', (columns, mapping) => {
  expect(mappingFor('generic', columns)).toMatchObject({ ok: true, value: mapping });
});

test.each([
  ['arrival_ms', 'ms'],
  ['arrivalMs', 'ms'],
  ['time (s)', 's'],
  ['startTimeUnixNano', 'ns'],
  ['timestamps', null],
  ['items', null],
  ['timestamp', null],
])('the name %s says its unit: %s', (arrival, timeUnit) => {
  const mapping = mappingFor('generic', [arrival, 'input_tokens', 'output_tokens'], { arrival });
  expect(mapping).toMatchObject({ ok: true, value: { timeUnit } });
});

test('a wish goes before the preset, and is spelt as the file spells it', () => {
  const mapping = mappingFor('auto', ['timestamp', 'input_length', 'output_length', 'Hash'], { arrival: 'TIMESTAMP', metadata: ['hash'] });
  expect(mapping).toMatchObject({ ok: true, value: { arrival: 'timestamp', inputTokens: 'input_length', metadata: ['Hash'] } });
});

test('without a time the sentence names the columns that were found', () => {
  expect(mappingFor('auto', ['prompt_tokens', 'completion_tokens', 'cost'])).toEqual({
    ok: false,
    error: {
      reason: 'no-time-column',
      message:
        'No column says when a request arrived, so it cannot be replayed. Columns found: prompt_tokens, completion_tokens, cost. Say which one is the time (arrival=…).',
    },
  });
});

test('a wish for a column that is not there is an error, never a silent guess', () => {
  expect(mappingFor('auto', ['ts', 'input_tokens', 'output_tokens'], { user: 'customer' })).toMatchObject({
    ok: false,
    error: { reason: 'unknown-column', message: expect.stringContaining('no column “customer”') },
  });
});
