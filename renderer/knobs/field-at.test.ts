import { describe, expect, it } from 'vitest';
import { readPolicy, writePolicy } from '../../shared/format/index.ts';
import { smallPolicy } from '../../test/fixtures/small-policy.ts';
import { aroundValue, fieldAt, firstKnobs, knobFields, setNumbers } from './field-at.ts';

// As it is opened: with every field that the kinds give it.
const opened = readPolicy(writePolicy(smallPolicy));
if (!opened.ok) throw new Error(opened.error.message);
const { document } = opened.value;
const { policy } = document;

describe('numbers that can be turned', () => {
  it('are named in the words of their form, and never one that the form does not show', () => {
    expect(fieldAt(policy, 'guard.failureCount')).toMatchObject({ owner: 'OpenAI breaker', label: 'Opens after', nodeId: 'guard' });
    expect(fieldAt(policy, 'provider:openai.models.big.inputUsdPerMTok')).toMatchObject({
      owner: 'OpenAI',
      label: 'big, price in',
      nodeId: null,
    });
    // Read by the measured shape of the latency only.
    expect(fieldAt(policy, 'big.ttftP5Ms')).toBeNull();
    expect(fieldAt(policy, 'nobody.failureCount')).toBeNull();
    for (const { address, value } of knobFields(policy)) expect(fieldAt(policy, address)?.value).toBe(value);
  });

  it('begin with one of each protecting node', () => {
    expect(firstKnobs(policy)).toEqual(['guard.failureCount']);
  });

  it('move by a share, at least by one step, and stay within their schema', () => {
    const around = (address: string) => aroundValue(policy, fieldAt(policy, address)!, 0.2);
    expect(around('big.ttftP50Ms')).toEqual([400, 600]);
    // A fifth of one whole number is none: one step instead, and only upwards where nothing is below.
    expect(around('guard.closeAfterSuccesses').every((value) => Number.isInteger(value))).toBe(true);
    expect(around('big.serverErrorRate')).toEqual([0.008, 0.012]);
    expect(around('big.successRate').every((value) => value <= 1)).toBe(true);
  });

  it('are set together as one step, or not at all', () => {
    const command = setNumbers(document, [
      { address: 'guard.failureCount', value: 9 },
      { address: 'big.serverErrorRate', value: 0.2 },
    ]);
    if (typeof command === 'string') throw new Error(command);
    const after = command.apply(document).policy;
    expect(fieldAt(after, 'guard.failureCount')?.value).toBe(9);
    expect(fieldAt(after, 'big.serverErrorRate')?.value).toBe(0.2);
    expect(setNumbers(document, [{ address: 'big.serverErrorRate', value: 2 }])).toMatch(/serverErrorRate/);
  });
});
