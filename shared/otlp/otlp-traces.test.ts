import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Policy, RequestTrace } from '../model/index.ts';
import { otlpTraces, type TracedRun } from './index.ts';

const run: TracedRun = {
  hash: 'ab'.repeat(32),
  engineVersion: '0.4.0',
  seed: 7,
  policy: { id: 'assistant', name: 'Assistant' },
  scenario: { id: 'away', name: 'Away' },
  traffic: { label: 'Log', origin: 'recorded' },
  nodes: [
    { id: 'entry', kind: 'entry' },
    { id: 'gpt', kind: 'model' },
  ],
};
const policy = {
  nodes: [
    { id: 'entry', kind: 'entry', name: 'Front door', config: {} },
    { id: 'gpt', kind: 'model', name: 'GPT', config: { providerId: 'openai', model: 'gpt-4o' } },
  ],
} as unknown as Policy;
const trace: RequestTrace = {
  request: 41,
  user: 'ann',
  arrivalMs: 1500.25,
  latencyMs: 800.5,
  outcome: 'timeout',
  tier: null,
  usd: 0.002,
  spans: [
    { nodeId: 'entry', parent: null, port: null, startMs: 1500.25, endMs: 2300.75, outcome: 'timeout', usd: 0, facts: [] },
    {
      nodeId: 'gpt',
      parent: 0,
      port: 'next',
      startMs: 1500.25,
      endMs: 2300.75,
      outcome: 'cancelled',
      usd: 0.002,
      tokens: { prompt: 900, completion: 40 },
      facts: [{ atMs: 1600, fact: 'queued' }],
    },
  ],
};
const spansIn = (textOf: string) => JSON.parse(textOf).resourceSpans[0].scopeSpans[0].spans;
const attribute = (span: { attributes: { key: string; value: unknown }[] }, key: string) =>
  span.attributes.find((one) => one.key === key)?.value;

describe('traces as OTLP JSON', () => {
  it('has ids in hex, instants in nanoseconds as strings, enums as numbers, a parent where there is one', () => {
    const [root, call] = spansIn(otlpTraces(run, [trace], policy, '2026-01-01T00:00:00Z'));
    expect(root.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(root.spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(root.parentSpanId).toBeUndefined();
    expect(call).toMatchObject({ traceId: root.traceId, parentSpanId: root.spanId, kind: 3, status: { code: 0 } });
    expect(root.startTimeUnixNano).toBe('1767225601500250000');
    expect(root.endTimeUnixNano).toBe('1767225602300750000');
    expect(call.events).toEqual([{ timeUnixNano: '1767225601600000000', name: 'queued' }]);
  });

  it('says what failed as the conventions do, and what a call given up is not', () => {
    const [root, call] = spansIn(otlpTraces(run, [trace], policy));
    expect(root).toMatchObject({ name: 'Front door', kind: 2, status: { code: 2, message: 'timeout' } });
    expect(attribute(root, 'error.type')).toEqual({ stringValue: 'timeout' });
    expect(attribute(root, 'user.id')).toEqual({ stringValue: 'ann' });
    expect(call.name).toBe('chat gpt-4o');
    expect(attribute(call, 'gen_ai.request.model')).toEqual({ stringValue: 'gpt-4o' });
    expect(attribute(call, 'gen_ai.usage.input_tokens')).toEqual({ intValue: '900' });
    expect(attribute(call, 'gracefall.cost.usd')).toEqual({ doubleValue: 0.002 });
    expect(attribute(call, 'error.type')).toBeUndefined();
  });

  it('keeps ids where the policy knows no names, and refuses what is no instant', () => {
    expect(spansIn(otlpTraces(run, [trace], null)).map(({ name }: { name: string }) => name)).toEqual(['entry', 'gpt']);
    expect(() => otlpTraces(run, [trace], null, 'yesterday')).toThrow(RangeError);
  });

  it('gives every span of every request an id of its own, and no span an end before its start', () => {
    const requests = fc.uniqueArray(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(requests, fc.double({ min: 0, max: 1e10, noNaN: true }), (positions, atMs) => {
        const traces = positions.map((request) => ({
          ...trace,
          request,
          spans: trace.spans.map((span) => ({ ...span, startMs: atMs, endMs: atMs + 0.1 })),
        }));
        const spans = spansIn(otlpTraces(run, traces, policy));
        expect(new Set(spans.map((span: { traceId: string; spanId: string }) => span.traceId + span.spanId)).size).toBe(spans.length);
        for (const span of spans) expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano)).toBe(true);
      }),
    );
  });
});
