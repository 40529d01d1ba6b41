import { GOT_SLOT } from '../../shared/engine/index.ts';
import type { RequestTrace } from '../../shared/model/index.ts';

/** Where the time of a request went, and what was paid for nothing. Spans say when a call began and ended; what it did itself is what its own calls did not. */

/** What a call does when none of its own calls is under way. */
export type TimePart = 'queue' | 'attempt' | 'guard' | 'wait' | 'people' | 'other';

export interface Segment {
  readonly startMs: number;
  readonly endMs: number;
  /** null: waits for a call below. */
  readonly part: TimePart | null;
}

const GUARDS = new Set(['input-guard', 'output-guard', 'execution-guard', 'evaluator']);
const WAITERS = new Set(['retry', 'hedge', 'rate-limit', 'retry-budget']);
/** As kinds note it; the engine notes when the slot was given. */
const QUEUED = 'queued';
/** The hatching of the line tells of these already. */
export const isOfLine = (fact: string): boolean => fact === QUEUED || fact === GOT_SLOT;

function ownPart(kind: string | null): TimePart {
  if (kind === 'model' || kind === 'tool') return 'attempt';
  if (kind === 'review') return 'people';
  if (kind !== null && GUARDS.has(kind)) return 'guard';
  if (kind !== null && WAITERS.has(kind)) return 'wait';
  return 'other';
}

/** Less than this is no time: instants are sums of many numbers. */
const NOTHING_MS = 1e-6;

/** One span cut into what it did itself, in line and at work, and where it waited for its calls; in order, without gaps. */
export function segmentsOf(trace: RequestTrace, span: number, kind: string | null): Segment[] {
  const { startMs, endMs, facts } = trace.spans[span]!;
  const below = trace.spans
    .filter(({ parent }) => parent === span)
    .map((child) => ({ from: Math.max(startMs, child.startMs), to: Math.min(endMs, child.endMs) }))
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from);
  const lines = linesOf(facts, startMs, endMs);
  const segments: Segment[] = [];
  const add = (from: number, to: number, part: TimePart | null) => {
    if (to - from > NOTHING_MS) segments.push({ startMs: from, endMs: to, part });
  };
  const addOwn = (from: number, to: number) => {
    let at = from;
    for (const line of lines) {
      if (line.to <= at || line.from >= to) continue;
      add(at, Math.max(at, line.from), ownPart(kind));
      at = Math.max(at, line.from);
      add(at, Math.min(to, line.to), 'queue');
      at = Math.min(to, line.to);
    }
    add(at, to, ownPart(kind));
  };
  let at = startMs;
  for (const { from, to } of below) {
    if (to <= at) continue;
    addOwn(at, Math.max(at, from));
    add(Math.max(at, from), to, null);
    at = to;
  }
  addOwn(at, endMs);
  return segments;
}

/** From each time that it joined a line to its slot, or to its end where none came. */
function linesOf(facts: RequestTrace['spans'][number]['facts'], startMs: number, endMs: number): { from: number; to: number }[] {
  const lines: { from: number; to: number }[] = [];
  let since: number | null = null;
  for (const { atMs, fact } of facts) {
    if (fact === QUEUED) since = Math.max(startMs, atMs);
    else if (fact === GOT_SLOT && since !== null) {
      lines.push({ from: since, to: Math.min(endMs, atMs) });
      since = null;
    }
  }
  if (since !== null) lines.push({ from: since, to: endMs });
  return lines;
}

/** Where several go on at once (a hedge, an agent's tools), the time is that of the first of these. */
const PRECEDENCE: readonly TimePart[] = ['attempt', 'people', 'guard', 'queue', 'wait', 'other'];

/** The time from arrival to reply by what it was spent on; parts of no time are left out, the sum is the latency. */
export function timePartsOf(
  trace: RequestTrace,
  kindOf: (nodeId: string) => string | null,
): { readonly part: TimePart; readonly ms: number }[] {
  const replyMs = trace.arrivalMs + trace.latencyMs;
  const segments = trace.spans
    .flatMap((span, position) => segmentsOf(trace, position, kindOf(span.nodeId)))
    .filter((segment): segment is Segment & { part: TimePart } => segment.part !== null);
  const cuts = [...new Set([trace.arrivalMs, replyMs, ...segments.flatMap(({ startMs, endMs }) => [startMs, endMs])])]
    .filter((cut) => cut >= trace.arrivalMs && cut <= replyMs)
    .sort((a, b) => a - b);
  const sums = new Map<TimePart, number>();
  for (let i = 0; i + 1 < cuts.length; i++) {
    const middle = (cuts[i]! + cuts[i + 1]!) / 2;
    const active = segments.filter(({ startMs, endMs }) => startMs <= middle && middle < endMs).map(({ part }) => part);
    const part = PRECEDENCE.find((one) => active.includes(one)) ?? 'other';
    sums.set(part, (sums.get(part) ?? 0) + cuts[i + 1]! - cuts[i]!);
  }
  return PRECEDENCE.filter((part) => (sums.get(part) ?? 0) > NOTHING_MS).map((part) => ({ part, ms: sums.get(part)! }));
}

export interface Bill {
  readonly usd: number;
  /** Calls that billed something. */
  readonly paidCalls: number;
  /** Paid to models and tools for answers that did not reach the user. */
  readonly wastedUsd: number;
}

/** An answer reached the user when neither its call nor any call above it ended otherwise. */
export function billOf(trace: RequestTrace, kindOf: (nodeId: string) => string | null): Bill {
  let paidCalls = 0;
  let wastedUsd = 0;
  trace.spans.forEach(({ nodeId, usd }, position) => {
    if (usd === 0) return;
    paidCalls++;
    const kind = kindOf(nodeId);
    if (kind !== 'model' && kind !== 'tool') return;
    for (let at: number | null = position; at !== null; at = trace.spans[at]!.parent) {
      if (trace.spans[at]!.outcome === 'answered') continue;
      wastedUsd += usd;
      return;
    }
  });
  return { usd: trace.usd, paidCalls, wastedUsd };
}
