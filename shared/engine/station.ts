import type { Ms } from '../model/index.ts';
import type { Station } from './behavior.ts';
import { TaskRing } from './task-ring.ts';

const MINUTE_MS = 60_000;
/** Priorities that a waiting call may have: 0 goes first. */
export const PRIORITIES = 4;
/** Slack for rounding, so that a call which waited exactly as long as it was told is admitted. */
const SLACK = 1e-9;

/** A provider at work: slots, waiting line and token buckets, shared by all nodes that name it. */
export class StationState {
  readonly id: string;
  busy = 0;
  /** Calls that wait for a slot. */
  queued = 0;
  /** Most that waited at once since `longestLine` was last read and set to `queued`. */
  longestLine = 0;
  /** By priority, each in order of arrival; may hold calls that have left since. */
  private readonly lines = Array.from({ length: PRIORITIES }, () => new TaskRing());
  /** ∫ busy dt and the sum of all times a slot was held: equal by Little's law. */
  busyArea = 0;
  heldMs = 0;

  private concurrency: number;
  private readonly queueLength: number;
  private readonly requestLimit: number;
  private readonly requestBurst: number;
  private readonly tokenLimit: number;
  private busySinceMs: Ms = 0;
  private queuedArea = 0;
  private queuedSinceMs: Ms = 0;
  private requestLevel: number;
  private requestLevelAtMs: Ms = 0;
  private incidentLevel = Number.POSITIVE_INFINITY;
  private incidentLevelAtMs: Ms = 0;
  private tokenLevel: number;
  private tokenLevelAtMs: Ms = 0;

  constructor(station: Station) {
    this.id = station.id;
    this.concurrency = station.concurrency ?? Number.POSITIVE_INFINITY;
    this.queueLength = station.queueLength ?? Number.POSITIVE_INFINITY;
    this.requestLimit = station.requestsPerMin ?? Number.POSITIVE_INFINITY;
    this.requestBurst = station.requestBurst ?? this.requestLimit;
    this.requestLevel = Math.max(1, this.requestBurst);
    this.tokenLimit = station.tokensPerMin ?? Number.POSITIVE_INFINITY;
    this.tokenLevel = this.tokenLimit;
  }

  /**
   * Takes from all buckets or from none; 0 = admitted, else the time until it would be. A call larger than a whole minute's tokens is never
   * admitted. An incident's lower limit has a bucket of its own, at most a minute's worth of that limit, through which only the calls under the
   * incident go: it may strike one model, and the others go on refilling the provider's bucket and drawing from it.
   */
  admit(clock: Float64Array, tokens: number, requestsPerMin: number): Ms {
    const nowMs = clock[0]!;
    const countsRequests = this.requestLimit < Number.POSITIVE_INFINITY;
    const countsIncident = requestsPerMin < this.requestLimit;
    const countsTokens = this.tokenLimit < Number.POSITIVE_INFINITY;
    let waitMs = 0;
    if (countsRequests) {
      const refilled = this.requestLevel + ((nowMs - this.requestLevelAtMs) * this.requestLimit) / MINUTE_MS;
      this.requestLevel = Math.min(refilled, Math.max(1, this.requestBurst));
      this.requestLevelAtMs = nowMs;
      waitMs = waitFor(this.requestLevel, this.requestLimit);
    }
    if (countsIncident) {
      const refilled = this.incidentLevel + ((nowMs - this.incidentLevelAtMs) * requestsPerMin) / MINUTE_MS;
      this.incidentLevel = Math.min(refilled, Math.max(1, Math.min(requestsPerMin, this.requestBurst)));
      this.incidentLevelAtMs = nowMs;
      waitMs = Math.max(waitMs, waitFor(this.incidentLevel, requestsPerMin));
    }
    if (countsTokens) {
      const refilled = this.tokenLevel + ((nowMs - this.tokenLevelAtMs) * this.tokenLimit) / MINUTE_MS;
      this.tokenLevel = Math.min(refilled, this.tokenLimit);
      this.tokenLevelAtMs = nowMs;
      if (this.tokenLevel < tokens - SLACK) {
        const tokenWaitMs = this.tokenLimit <= 0 ? MINUTE_MS : ((tokens - this.tokenLevel) * MINUTE_MS) / this.tokenLimit;
        if (tokenWaitMs > waitMs) waitMs = tokenWaitMs;
      }
    }
    if (waitMs > 0) return waitMs;
    if (countsRequests) this.requestLevel -= 1;
    if (countsIncident) this.incidentLevel -= 1;
    if (countsTokens) this.tokenLevel -= tokens;
    return 0;
  }

  get hasFreeSlot(): boolean {
    return this.busy < this.concurrency;
  }

  get hasRoomInLine(): boolean {
    return this.queued < this.queueLength;
  }

  line(priority: number): TaskRing {
    return this.lines[priority]!;
  }

  /** The line whose first is next; somebody must be waiting. */
  nextLine(): TaskRing {
    let priority = 0;
    while (this.lines[priority]!.size === 0) priority++;
    return this.lines[priority]!;
  }

  /** Infinity = no limit. */
  get slots(): number {
    return this.concurrency;
  }

  /** ∫ busy dt up to this instant, at or after the last change. */
  busyAreaAt(nowMs: Ms): number {
    return this.busyArea + this.busy * (nowMs - this.busySinceMs);
  }

  /** ∫ queued dt up to this instant, at or after the last change. */
  queuedAreaAt(nowMs: Ms): number {
    return this.queuedArea + this.queued * (nowMs - this.queuedSinceMs);
  }

  joinLine(nowMs: Ms): void {
    this.queuedArea = this.queuedAreaAt(nowMs);
    this.queuedSinceMs = nowMs;
    this.queued++;
    if (this.queued > this.longestLine) this.longestLine = this.queued;
  }

  leaveLine(nowMs: Ms): void {
    this.queuedArea = this.queuedAreaAt(nowMs);
    this.queuedSinceMs = nowMs;
    this.queued--;
  }

  setSlots(slots: number): void {
    this.concurrency = slots;
  }

  take(nowMs: Ms): void {
    this.busyArea += this.busy * (nowMs - this.busySinceMs);
    this.busySinceMs = nowMs;
    this.busy++;
  }

  giveBack(nowMs: Ms, heldSinceMs: Ms): void {
    this.busyArea += this.busy * (nowMs - this.busySinceMs);
    this.busySinceMs = nowMs;
    this.busy--;
    this.heldMs += nowMs - heldSinceMs;
  }
}

/** Until a bucket at this level holds one request; a limit of nothing is asked again in a minute. */
function waitFor(level: number, requestsPerMin: number): Ms {
  if (requestsPerMin <= 0) return MINUTE_MS;
  return level < 1 - SLACK ? ((1 - level) * MINUTE_MS) / requestsPerMin : 0;
}
