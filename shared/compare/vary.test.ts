import { describe, expect, it } from 'vitest';
import { smallPolicy } from '../../test/fixtures/small-policy.ts';
import { readPolicy, writePolicy } from '../format/index.ts';
import type { Policy } from '../model/index.ts';
import { fieldValue, numericFields, withField, withFields } from './field.ts';
import { gridVariants, oneAtATimeVariants, parseAxes } from './vary.ts';

const read = readPolicy(writePolicy(smallPolicy));
if (!read.ok) throw new Error(read.error.message);
const policy: Policy = {
  ...read.value.document.policy,
  providers: read.value.document.policy.providers.map((provider) => ({
    ...provider,
    models: provider.models.map((model) => ({ ...model, name: model.name === 'big' ? 'big-4.1' : model.name })),
  })),
};

const axesOf = (...texts: string[]) => {
  const axes = parseAxes(policy, texts);
  if (!axes.ok) throw new Error(axes.error);
  return axes.value;
};
const refusal = (...texts: string[]): string => {
  const axes = parseAxes(policy, texts);
  return axes.ok ? 'varied' : axes.error;
};

describe('fields', () => {
  it('are found in nodes and providers, items of lists by position, id or name, also with a dot in it', () => {
    expect(fieldValue(policy, 'guard.failureCount')).toEqual({ ok: true, value: 5 });
    expect(fieldValue(policy, 'provider:openai.requestsPerMin')).toEqual({ ok: true, value: null });
    for (const item of ['0', 'big-4.1']) {
      expect(fieldValue(policy, `provider:openai.models.${item}.inputUsdPerMTok`)).toEqual({ ok: true, value: 2.5 });
    }
  });

  it('are set without touching the policy, whole numbers to the nearest', () => {
    const set = withField(policy, 'guard.failureCount', 7.4);
    expect(set).toMatchObject({ ok: true, value: { value: 7 } });
    expect(set.ok && fieldValue(set.value.policy, 'guard.failureCount')).toEqual({ ok: true, value: 7 });
    expect(fieldValue(policy, 'guard.failureCount')).toEqual({ ok: true, value: 5 });
  });

  it('are refused with a sentence that helps on', () => {
    expect(withField(policy, 'gard.failureCount', 7)).toMatchObject({ ok: false, error: expect.stringMatching(/no node “gard”.*guard/) });
    expect(withField(policy, 'guard.failures', 7)).toMatchObject({ ok: false, error: expect.stringMatching(/failureCount/) });
    expect(withField(policy, 'guard', 7)).toMatchObject({ ok: false });
    expect(withField(policy, 'guard.tripRule', 7)).toMatchObject({ ok: false });
    expect(withField(policy, 'guard.failureCount', -1)).toMatchObject({ ok: false, error: expect.stringMatching(/-1.*at least/) });
    expect(withField(policy, 'provider:nobody.requestsPerMin', 7)).toMatchObject({ ok: false, error: expect.stringMatching(/openai/) });
  });

  it('set together need only be right together', () => {
    const changed = withFields(policy, [
      { address: 'guard.failureCount', value: 9 },
      { address: 'provider:openai.requestsPerMin', value: 60 },
    ]);
    expect(changed).toMatchObject({ ok: true });
    expect(withFields(policy, [{ address: 'guard.failureCount', value: 0.5 }])).toMatchObject({ ok: false });
  });

  it('are all addressable as they are listed', () => {
    const fields = numericFields(policy);
    expect(fields).toContain('guard.openForMs');
    expect(fields).toContain('provider:openai.models.big-4.1.outputUsdPerMTok');
    for (const field of fields) expect(fieldValue(policy, field)).toMatchObject({ ok: true, value: expect.any(Number) });
  });
});

describe('ranges', () => {
  it.each([
    ['guard.openForMs=1000:3000:3', [1000, 2000, 3000]],
    ['guard.openForMs=100:10000:3:log', [100, 1000, 10_000]],
    ['guard.failureCount=3/5/10', [3, 5, 10]],
    ['guard.failureCount=3:5:5', [3, 4, 5]],
    ['big.serverErrorRate=0.1:0.3:3', [0.1, 0.2, 0.3]],
    ['guard.openForMs=±20%', [24_000, 36_000]],
    ['guard.openForMs=+-20%', [24_000, 36_000]],
    ['provider:openai.requestsPerMin=60:120:2', [60, 120]],
  ])('%s', (text, values) => {
    expect(axesOf(text)[0]!.values).toEqual(values);
  });

  it.each([
    ['guard.failureCount', /form node.field=from:to:steps/],
    ['guard.failureCount=3:5', /is no range/],
    ['guard.failureCount=3:5:1', /is no range/],
    ['guard.failureCount=0:5:3:log', /is no range/],
    ['guard.failureCount=a/b', /is no range/],
    ['guard.failureCount=0:5:2', /at least/],
    ['provider:openai.requestsPerMin=±20%', /a share of that is nothing/],
    ['all=3/5', /by a share/],
    ['guard.failureCount=3/5,guard.failureCount=7', /varied twice/],
  ])('%s is refused', (text, sentence) => {
    expect(refusal(text)).toMatch(sentence);
  });

  it('all=… takes every number that can move, and only those', () => {
    const axes = axesOf('all=±20%');
    expect(axes.map(({ address }) => address)).toContain('guard.openForMs');
    for (const { address, base, values } of axes) {
      expect(values).not.toContain(base);
      for (const value of values) expect(withField(policy, address, value)).toMatchObject({ ok: true, value: { value } });
    }
  });
});

describe('variants', () => {
  const axes = axesOf('guard.failureCount=3/5', 'guard.openForMs=1000/2000/3000');

  it('of a grid are every combination, after the policy as drawn', () => {
    const grid = gridVariants(policy, axes);
    if (!grid.ok) throw new Error(grid.error);
    expect(grid.value).toHaveLength(7);
    expect(grid.value[0]).toMatchObject({ id: 'base', policy, changes: [] });
    expect(grid.value[2]!.label).toBe('guard.failureCount = 3, guard.openForMs = 2000');
    expect(fieldValue(grid.value[6]!.policy, 'guard.openForMs')).toEqual({ ok: true, value: 3000 });
    expect(new Set(grid.value.map(({ policy: variant }) => JSON.stringify(variant))).size).toBe(7);
  });

  it('one at a time leave all else as drawn', () => {
    const variants = oneAtATimeVariants(policy, axes);
    if (!variants.ok) throw new Error(variants.error);
    expect(variants.value.map(({ changes }) => changes.length)).toEqual([0, 1, 1, 1, 1, 1]);
  });

  it('are refused when they are too many', () => {
    expect(gridVariants(policy, axesOf('guard.windowMs=1000:100000:1000', 'guard.openForMs=1000:100000:1000'))).toMatchObject({
      ok: false,
      error: expect.stringContaining('1000000 variants'),
    });
  });
});
