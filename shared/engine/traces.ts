import { ANSWERED, failureOf, type Ms, type OutcomeCode, type RequestTrace, type Usd } from '../model/index.ts';
import type { PlannedNode, RunPlan } from './behavior.ts';
import { NONE } from './call-pool.ts';

/** Noted by the engine itself, whatever the kind: a call that stood in line has its slot. */
export const GOT_SLOT = 'got a slot';

interface OpenSpan {
  node: number;
  parent: number;
  port: number;
  startMs: Ms;
  endMs: Ms;
  outcome: string;
  usd: Usd;
  promptTokens: number;
  completionTokens: number;
  facts: { atMs: Ms; fact: string }[];
}
interface OpenTrace {
  request: number;
  arrivalMs: Ms;
  latencyMs: Ms;
  outcome: string;
  tier: 1 | 2 | 3 | null;
  spans: OpenSpan[];
}

const outcomeName = (outcome: OutcomeCode): string => (outcome === ANSWERED ? 'answered' : failureOf(outcome));

/**
 * Full traces of evenly spaced requests, or of those that the plan names: the only part of a run that allocates objects while it runs. Times are instants
 * of the run, and a span's money is what its own node billed. The span of work that went on after its caller had given
 * up ends when that work ended.
 */
export class TraceRecorder {
  private readonly nodes: readonly PlannedNode[];
  private readonly traffic: RunPlan['traffic'];
  private readonly named: ReadonlySet<number> | null;
  private readonly stride: number;
  private readonly traces: OpenTrace[] = [];

  constructor({ nodes, traffic, traceCount, tracedRequests }: RunPlan) {
    this.nodes = nodes;
    this.traffic = traffic;
    this.named = tracedRequests === undefined ? null : new Set(tracedRequests);
    this.stride = traceCount > 0 ? Math.max(1, Math.ceil(traffic.requestCount / traceCount)) : 0;
  }

  /** Position of the request's new trace, NONE when this request is not traced. */
  open(request: number, clock: Float64Array): number {
    if (this.named !== null) {
      if (!this.named.has(request)) return NONE;
    } else if (this.stride === 0 || request % this.stride !== 0) return NONE;
    const arrivalMs = clock[0]!;
    return this.traces.push({ request, arrivalMs, latencyMs: 0, outcome: '', tier: null, spans: [] }) - 1;
  }

  openSpan(trace: number, node: number, parent: number, port: number, nowMs: Ms): number {
    const span: OpenSpan = {
      node,
      parent,
      port,
      startMs: nowMs,
      endMs: nowMs,
      outcome: 'cancelled',
      usd: 0,
      promptTokens: 0,
      completionTokens: 0,
      facts: [],
    };
    return this.traces[trace]!.spans.push(span) - 1;
  }

  bill(trace: number, span: number, usd: Usd): void {
    this.traces[trace]!.spans[span]!.usd += usd;
  }

  countTokens(trace: number, span: number, promptTokens: number, completionTokens: number): void {
    const counting = this.traces[trace]!.spans[span]!;
    counting.promptTokens += promptTokens;
    counting.completionTokens += completionTokens;
  }

  note(trace: number, span: number, fact: string, nowMs: Ms): void {
    this.traces[trace]!.spans[span]!.facts.push({ atMs: nowMs, fact });
  }

  /** `outcome` null leaves "cancelled", which a call is until it replies. */
  closeSpan(trace: number, span: number, outcome: OutcomeCode | null, nowMs: Ms): void {
    const closing = this.traces[trace]!.spans[span]!;
    closing.endMs = nowMs;
    if (outcome !== null) closing.outcome = outcomeName(outcome);
  }

  close(trace: number, outcome: OutcomeCode, tier: number, nowMs: Ms): void {
    const closing = this.traces[trace]!;
    closing.latencyMs = nowMs - closing.arrivalMs;
    closing.outcome = outcomeName(outcome);
    closing.tier = outcome === ANSWERED ? (tier as 1 | 2 | 3) : null;
  }

  figures(): RequestTrace[] {
    const { user, users } = this.traffic;
    return this.traces.map(({ spans, ...trace }) => ({
      ...trace,
      ...(user !== null && user[trace.request]! >= 0 ? { user: users[user[trace.request]!]! } : {}),
      usd: spans.reduce((sum, span) => sum + span.usd, 0),
      spans: spans.map(({ node, parent, port, promptTokens, completionTokens, ...span }) => {
        const caller = spans[parent];
        return {
          ...span,
          ...(promptTokens + completionTokens === 0 ? {} : { tokens: { prompt: promptTokens, completion: completionTokens } }),
          nodeId: this.nodes[node]!.id,
          parent: caller === undefined ? null : parent,
          port: caller === undefined ? null : this.nodes[caller.node]!.ports[port]!,
        };
      }),
    }));
  }
}
