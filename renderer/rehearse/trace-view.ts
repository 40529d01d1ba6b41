import { FAILURES, type FailureClass, type RequestTrace, type RunResult } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';
import type { Names } from './names.ts';

/** Sampled requests: the list, its filter and order, and the waterfall of one. */

export type TraceFilter = 'all' | 'tier-1' | 'tier-2' | 'tier-3' | 'blocked' | 'failed';
export type TraceOrder = 'slowest' | 'fastest' | 'arrival' | 'dearest';

export const TRACE_FILTERS: readonly TraceFilter[] = ['all', 'tier-1', 'tier-2', 'tier-3', 'blocked', 'failed'];
export const TRACE_ORDERS: readonly TraceOrder[] = ['slowest', 'fastest', 'arrival', 'dearest'];

export type TraceState = 't1' | 't2' | 't3' | 'blocked' | 'failed';

export function traceState(trace: RequestTrace): TraceState {
  if (trace.outcome === 'answered') return `t${(trace.tier ?? 1) as 1 | 2 | 3}`;
  return trace.outcome === 'blocked-by-guard' ? 'blocked' : 'failed';
}

const FILTER_OF: Record<TraceState, TraceFilter> = { t1: 'tier-1', t2: 'tier-2', t3: 'tier-3', blocked: 'blocked', failed: 'failed' };

export function traceCounts(run: RunResult): Record<TraceFilter, number> {
  const counts: Record<TraceFilter, number> = { all: run.traces.length, 'tier-1': 0, 'tier-2': 0, 'tier-3': 0, blocked: 0, failed: 0 };
  for (const trace of run.traces) counts[FILTER_OF[traceState(trace)]]++;
  return counts;
}

export function listTraces(run: RunResult, filter: TraceFilter, order: TraceOrder): RequestTrace[] {
  const by: Record<TraceOrder, (a: RequestTrace, b: RequestTrace) => number> = {
    slowest: (a, b) => b.latencyMs - a.latencyMs,
    fastest: (a, b) => a.latencyMs - b.latencyMs,
    arrival: (a, b) => a.arrivalMs - b.arrivalMs,
    dearest: (a, b) => b.usd - a.usd,
  };
  return run.traces
    .filter((trace) => filter === 'all' || FILTER_OF[traceState(trace)] === filter)
    .sort((a, b) => by[order](a, b) || a.request - b.request);
}

/** "answered by tier 2", "failed: timeout". */
export function outcomeWords(outcome: string, tier: number | null = null): string {
  if (outcome === 'answered') return tier === null ? words.rehearse.trace.answered : words.rehearse.trace.answeredBy(tier);
  return FAILURES[outcome as FailureClass]?.label ?? outcome;
}

export interface WaterfallRow {
  /** Position of the span in the trace. */
  readonly span: number;
  readonly nodeId: string;
  readonly name: string;
  /** What the wire means; null where a node has only one way on. */
  readonly port: string | null;
  readonly depth: number;
  /** Shares of the waterfall's width, 0..1. */
  readonly start: number;
  readonly width: number;
  readonly startMs: number;
  readonly durationMs: number;
  readonly outcome: string;
  readonly usd: number;
  /** `at` is a share of the waterfall's width; `afterMs` counts from the request's arrival. */
  readonly facts: readonly { readonly at: number; readonly afterMs: number; readonly fact: string }[];
  /** Goes on beyond the end of the scale. */
  readonly isCut: boolean;
  /** Went on after the caller had its reply: work that nobody waited for. */
  readonly outlivesRequest: boolean;
}

export interface Waterfall {
  readonly rows: readonly WaterfallRow[];
  /** Length of the time scale: the reply, or the last abandoned work when that came later. */
  readonly totalMs: number;
  /** When the last work ended, counted from the arrival. */
  readonly lastMs: number;
  /** Where the user had the reply, as a share of the width. */
  readonly replyAt: number;
}

/** Room after the reply, as a share of the latency, where work that went on is cut off. */
const AFTER_REPLY = 0.3;

/** Is there so much work after the reply that it would leave no room for what came before? */
export const outlivesByFar = ({ lastMs, latencyMs }: { readonly lastMs: number; readonly latencyMs: number }): boolean =>
  lastMs > latencyMs * 2.5;

/** Rows in call order, each below its caller; times count from the arrival. Without `showsAll`, work long after the reply is cut off. */
export function waterfallOf(trace: RequestTrace, names: Names, showsAll = true): Waterfall {
  const workMs = Math.max(trace.latencyMs, ...trace.spans.map((span) => span.endMs - trace.arrivalMs), 0.001);
  const isCut = !showsAll && outlivesByFar({ lastMs: workMs, latencyMs: trace.latencyMs });
  const lastMs = isCut ? Math.max(0.001, trace.latencyMs * (1 + AFTER_REPLY)) : workMs;
  const children = new Map<number | null, number[]>();
  trace.spans.forEach((span, i) => {
    children.set(span.parent, [...(children.get(span.parent) ?? []), i]);
  });
  const rows: WaterfallRow[] = [];
  const add = (parent: number | null, depth: number) => {
    const here = [...(children.get(parent) ?? [])].sort((a, b) => trace.spans[a]!.startMs - trace.spans[b]!.startMs || a - b);
    for (const i of here) {
      const span = trace.spans[i]!;
      const startMs = span.startMs - trace.arrivalMs;
      const durationMs = Math.max(0, span.endMs - span.startMs);
      rows.push({
        span: i,
        nodeId: span.nodeId,
        name: names.node(span.nodeId),
        port: span.port === null || span.parent === null ? null : names.port(trace.spans[span.parent]!.nodeId, span.port),
        depth,
        start: startMs / lastMs,
        width: Math.max(0, Math.min(durationMs, lastMs - startMs)) / lastMs,
        startMs,
        durationMs,
        outcome: span.outcome,
        usd: span.usd,
        facts: span.facts
          .filter(({ atMs }) => atMs - trace.arrivalMs <= lastMs)
          .map(({ atMs, fact }) => ({ at: (atMs - trace.arrivalMs) / lastMs, afterMs: atMs - trace.arrivalMs, fact })),
        isCut: startMs + durationMs > lastMs + 1e-6,
        outlivesRequest: startMs + durationMs > trace.latencyMs + 0.5,
      });
      add(i, depth + 1);
    }
  };
  add(null, 0);
  return { rows, totalMs: lastMs, lastMs: workMs, replyAt: Math.min(1, trace.latencyMs / lastMs) };
}
