import type { Ms, OutcomeCode, Ratio, RequestTrace, Usd } from '../model/index.ts';
import type { LiveCall } from './live-call.ts';
import type { Answer } from './upstream.ts';

/** A request as it comes in. */
export interface LiveRequest {
  /** Position of the entry's node in the plan. */
  readonly entry: number;
  readonly inputTokens: number;
  /** Longest answer that is asked for, or a guess: what a limit on tokens counts before the answer is there. */
  readonly outputTokens: number;
  /** null = not named. */
  readonly user: string | null;
  /** null = unknown, and then drawn. */
  readonly complexity: Ratio | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Handed on to the upstream as it is. */
  readonly content: unknown;
}

export interface LiveEnd {
  readonly request: number;
  readonly outcome: OutcomeCode;
  /** 0 for a failure. */
  readonly tier: number;
  readonly flaws: number;
  readonly retryAfterMs: Ms;
  /** null for a failure. */
  readonly answer: Answer | null;
  readonly attempts: number;
  readonly usd: Usd;
}

export interface LiveSpan {
  readonly node: number;
  /** Position of the caller's span, −1 for the request itself. */
  readonly parent: number;
  readonly port: number;
  readonly startMs: Ms;
  endMs: Ms;
  outcome: string;
  usd: Usd;
  promptTokens: number;
  completionTokens: number;
  readonly facts: { atMs: Ms; fact: string }[];
}

/** Who is told. Neither may ask the run for anything before it has returned. */
export interface RequestListener {
  onEnd(end: LiveEnd): void;
  /** Once nothing goes on for the request any longer. */
  onTrace?(trace: RequestTrace): void;
}

export interface LiveRequestState {
  readonly number: number;
  readonly asked: LiveRequest;
  /** Code of the user, −1 when none is named. */
  readonly user: number;
  readonly arrivalMs: Ms;
  readonly listener: RequestListener;
  readonly visits: Map<number, number>;
  readonly spans: LiveSpan[];
  root: LiveCall | null;
  hasEnded: boolean;
  latencyMs: Ms;
  outcome: OutcomeCode;
  tier: number;
  attempts: number;
  usd: Usd;
  lingering: number;
  /** Attempt whose answer the caller has begun to read: no other can take its place. */
  begun: number;
  /** Of the attempt that was begun and broke off; 0 = none has. */
  brokenOff: OutcomeCode;
}
