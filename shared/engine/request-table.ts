import { ANSWERED, type Ms, type OutcomeCode, type Usd } from '../model/index.ts';
import { OUTCOME_BITS, tierOf } from './call-pool.ts';

/** What became of every request of a run, by its position in the traffic: ten bytes each, so that the worst of ten million can be looked for. */
export class RequestTable {
  readonly outcome: Uint8Array;
  /** 1 to 3; 0 without an answer. */
  readonly tier: Uint8Array;
  /** From the arrival to the reply. */
  readonly latencyMs: Float32Array;
  /** Billed by the time of the reply. */
  readonly usd: Float32Array;

  constructor(requestCount: number) {
    this.outcome = new Uint8Array(requestCount);
    this.tier = new Uint8Array(requestCount);
    this.latencyMs = new Float32Array(requestCount);
    this.usd = new Float32Array(requestCount);
  }

  write(request: number, reply: number, latencyMs: Ms, usd: Usd): void {
    const outcome: OutcomeCode = reply & OUTCOME_BITS;
    this.outcome[request] = outcome;
    this.tier[request] = outcome === ANSWERED ? tierOf(reply) : 0;
    this.latencyMs[request] = latencyMs;
    this.usd[request] = usd;
  }
}
