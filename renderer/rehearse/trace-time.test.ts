import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestTrace } from '../../shared/model/index.ts';
import { billOf, segmentsOf, timePartsOf } from './trace-time.ts';

const KINDS: Readonly<Record<string, string>> = { entry: 'entry', retry: 'retry', model: 'model', guard: 'input-guard', other: 'model' };
const kindOf = (id: string) => KINDS[id] ?? null;
type Span = RequestTrace['spans'][number];
const span = (nodeId: string, parent: number | null, startMs: number, endMs: number, more: Partial<Span> = {}): Span => ({
  nodeId,
  parent,
  port: parent === null ? null : 'next',
  startMs,
  endMs,
  outcome: 'answered',
  usd: 0,
  facts: [],
  ...more,
});
const trace = (spans: Span[], latencyMs: number): RequestTrace => ({
  request: 0,
  arrivalMs: 1000,
  latencyMs,
  outcome: 'answered',
  tier: 1,
  usd: spans.reduce((sum, { usd }) => sum + usd, 0),
  spans,
});

/** A guard of 50 ms, a try that fails after 200 ms, a wait of 300 ms, a try that stands 100 ms in line and then answers in 400 ms. */
const twoTries = trace(
  [
    span('entry', null, 1000, 2050),
    span('guard', 0, 1000, 2050),
    span('retry', 1, 1050, 2050),
    span('model', 2, 1050, 1250, { outcome: 'server-error', usd: 0.001 }),
    span('model', 2, 1550, 2050, {
      usd: 0.004,
      facts: [
        { atMs: 1550, fact: 'queued' },
        { atMs: 1650, fact: 'got a slot' },
      ],
    }),
  ],
  1050,
);

describe('where the time went', () => {
  it('is told by what was done while nothing below was under way', () => {
    expect(timePartsOf(twoTries, kindOf)).toEqual([
      { part: 'attempt', ms: 600 },
      { part: 'guard', ms: 50 },
      { part: 'queue', ms: 100 },
      { part: 'wait', ms: 300 },
    ]);
  });

  it('cuts a span into its own work and the calls below it', () => {
    expect(segmentsOf(twoTries, 2, 'retry')).toEqual([
      { startMs: 1050, endMs: 1250, part: null },
      { startMs: 1250, endMs: 1550, part: 'wait' },
      { startMs: 1550, endMs: 2050, part: null },
    ]);
    expect(segmentsOf(twoTries, 4, 'model').map(({ part }) => part)).toEqual(['queue', 'attempt']);
  });

  it('is all of the latency, whatever the spans are', () => {
    const spans = fc.array(
      fc.tuple(fc.nat(9), fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 }), fc.constantFrom(...Object.keys(KINDS))),
      {
        maxLength: 10,
      },
    );
    fc.assert(
      fc.property(spans, (drawn) => {
        const made = [
          span('entry', null, 1000, 2000),
          ...drawn.map(([parent, from, length, id], i) => span(id, parent % (i + 1), 1000 + from, 1000 + from + length)),
        ];
        const parts = timePartsOf(trace(made, 1000), kindOf);
        expect(parts.reduce((sum, { ms }) => sum + ms, 0)).toBeCloseTo(1000, 6);
        made.forEach((one, position) => {
          const segments = segmentsOf(trace(made, 1000), position, kindOf(one.nodeId));
          expect(segments.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)).toBeCloseTo(one.endMs - one.startMs, 6);
        });
      }),
    );
  });
});

describe('what was paid', () => {
  it('was for nothing where the call, or one above it, ended otherwise', () => {
    const bill = billOf(twoTries, kindOf);
    expect(bill).toMatchObject({ paidCalls: 2, wastedUsd: 0.001 });
    expect(bill.usd).toBeCloseTo(0.005, 9);
    const failed = trace([span('entry', null, 1000, 1500, { outcome: 'timeout' }), span('model', 0, 1000, 1400, { usd: 0.002 })], 500);
    expect(billOf(failed, kindOf).wastedUsd).toBe(0.002);
  });
});
