/** Why a log could not be used. The reasons are those of the rpc contract; the message says what happened, where, and what to do. */
export interface TrafficProblem {
  readonly reason: 'not-found' | 'not-readable' | 'unknown-format' | 'no-time-column' | 'empty' | 'bad-values' | 'too-large';
  readonly message: string;
}

/** Thrown where a log cannot be read for a reason that DuckDB does not know; the message goes on after the log's name. */
export class UnreadableLog extends Error {}
