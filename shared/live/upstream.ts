import type { Ms, OutcomeCode } from '../model/index.ts';

/** What an answer holds, and who gave it: an upstream's own content, or null for what a node says by itself (a template, a simulated model). */
export interface Answer {
  /** Node that gave it; of a cache's, the node that gave it first. */
  readonly nodeId: string;
  readonly content: unknown;
}

/** `Attempt.content` of a guard on answers. */
export interface AnswerToCheck {
  readonly request: unknown;
  readonly answer: Answer | null;
}

/** One call that a node sends to whoever stands behind it: a model's provider, a guard's classifier. */
export interface Attempt {
  /** 1 or more, in the order of sending. */
  readonly id: number;
  readonly nodeId: string;
  /** Number of the request in the run. */
  readonly request: number;
  /** How often this node was called for this request before. */
  readonly visit: number;
  /** The request as it was handed in; of a guard on answers, `AnswerToCheck`. */
  readonly content: unknown;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly sentAtMs: Ms;
  /** False where a node above may still want another answer when this one has begun, so that nothing may be passed on before it is whole. */
  readonly mayStream: boolean;
}

export interface UpstreamReply {
  /** 0 = answered. */
  readonly outcome: OutcomeCode;
  /** Hint that came with a failure, 0 for none. */
  readonly retryAfterMs: Ms;
  /** Billed for an answer and for one that broke off; null where the upstream did not say. */
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number } | null;
  /** Of an answer; of a guard's, whether what was looked at may pass (a boolean). */
  readonly content: unknown;
}

/** Whoever stands behind the nodes. Replies come through `LiveRun.reply`, never out of these two. */
export interface Upstream {
  send(attempt: Attempt): void;
  /** Nobody waits for this attempt any longer. */
  abandon(attempt: number): void;
}
