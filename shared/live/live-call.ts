import type { Ms, OutcomeCode, Usd } from '../model/index.ts';
import type { LiveRequestState } from './live-request.ts';
import type { Answer, UpstreamReply } from './upstream.ts';

/** Life of a call, as in the engine's pool of calls (shared/engine/call-pool.ts): the two must take the same turns. */
export type CallState =
  /** Made by its caller, not yet seen by its node. */
  | 'made'
  | 'open'
  /** Has said its reply, which is on its way. */
  | 'replying'
  /** Its caller gave it up; its node is still to be told. */
  | 'given-up'
  /** Its caller gave it up before its node saw it or after it replied: nobody is told. */
  | 'dropped'
  | 'cancelling'
  /** Alive though nobody waits. */
  | 'lingering'
  | 'ending'
  | 'over';

export interface Reply {
  readonly outcome: OutcomeCode;
  /** 0 for a failure. */
  readonly tier: number;
  readonly flaws: number;
  readonly retryAfterMs: Ms;
  readonly usefulUsd: Usd;
  /** null for a failure. */
  readonly answer: Answer | null;
}

/** One call of a live run: what the engine keeps in two rows of numbers, as an object. */
export class LiveCall {
  readonly id: number;
  readonly node: number;
  /** null for the request itself, and once the call is over for its caller. */
  parent: LiveCall | null;
  /** Of the caller's node; −1 for the request itself. */
  readonly port: number;
  readonly request: LiveRequestState;
  readonly ordinal: number;
  readonly visit: number;
  readonly startMs: Ms;
  /** Position in the request's trace. */
  readonly span: number;
  state: CallState = 'made';
  /** Oldest first. */
  readonly children: LiveCall[] = [];
  callsMade = 0;
  /** Timers set and not yet due, an upstream's reply that is awaited included. */
  timers = 0;
  inputTokens: number;
  outputTokens: number;
  deadlineMs: Ms;
  usd: Usd = 0;
  tokens = 0;
  attemptUsd: Usd = 0;
  readonly registers = [0, 0, 0, 0];
  reply: Reply | null = null;
  holds = false;
  lingers = false;
  /** Station whose slot the call holds or waits for. */
  station = -1;
  line: 'none' | 'queued' | 'granted' = 'none';
  hasSlot = false;
  slotSinceMs: Ms = 0;
  /** What the call answers with when it answers by itself; null = with its node's own words. */
  offered: Answer | null = null;
  /** Number of the attempt that is with an upstream; 0 = none. */
  attempt = 0;
  upstreamReply: UpstreamReply | null = null;

  constructor(
    fields: Pick<
      LiveCall,
      | 'id'
      | 'node'
      | 'parent'
      | 'port'
      | 'request'
      | 'ordinal'
      | 'visit'
      | 'startMs'
      | 'span'
      | 'inputTokens'
      | 'outputTokens'
      | 'deadlineMs'
    >,
  ) {
    this.id = fields.id;
    this.node = fields.node;
    this.parent = fields.parent;
    this.port = fields.port;
    this.request = fields.request;
    this.ordinal = fields.ordinal;
    this.visit = fields.visit;
    this.startMs = fields.startMs;
    this.span = fields.span;
    this.inputTokens = fields.inputTokens;
    this.outputTokens = fields.outputTokens;
    this.deadlineMs = fields.deadlineMs;
  }

  /** Billed by the call and by all below it, open calls included. */
  get spentUsd(): Usd {
    return withSpent(0, this);
  }

  unlink(): void {
    const { parent } = this;
    if (parent === null) return;
    parent.children.splice(parent.children.indexOf(this), 1);
    parent.usd += this.usd;
    parent.tokens += this.tokens;
    this.parent = null;
  }
}

/** The youngest first, as the engine adds: a sum of doubles depends on the order. */
const withSpent = (usd: Usd, call: LiveCall): Usd => call.children.reduceRight(withSpent, usd + call.usd);
