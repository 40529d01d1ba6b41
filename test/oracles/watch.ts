/** What an onlooker at one queue writes down, beside the engine: integrals over time, and sums over those who were served. Seconds. */
export class Watch {
  /** In the system now. */
  inSystem = 0;
  /** ∫ number in system dt. */
  area = 0;
  /** ∫ number waiting dt. */
  queueArea = 0;
  /** Time with all places taken. */
  fullS = 0;
  served = 0;
  serviceS = 0;
  serviceSquares = 0;
  waitS = 0;
  waits = 0;
  /** Service of each request, seconds. */
  readonly services: Float64Array;
  private lastMs = 0;
  private readonly startedMs: Float64Array;
  private readonly servers: number;
  private readonly places: number;

  constructor(requests: number, servers: number, places = Number.POSITIVE_INFINITY) {
    this.startedMs = new Float64Array(requests);
    this.services = new Float64Array(requests);
    this.servers = servers;
    this.places = places;
  }

  private passTo(nowMs: number): void {
    const seconds = (nowMs - this.lastMs) / 1000;
    this.lastMs = nowMs;
    this.area += this.inSystem * seconds;
    if (this.inSystem > this.servers) this.queueArea += (this.inSystem - this.servers) * seconds;
    if (this.inSystem >= this.places) this.fullS += seconds;
  }

  /** False when there is no place. */
  arrives(request: number, nowMs: number): boolean {
    this.passTo(nowMs);
    if (this.inSystem >= this.places) return false;
    if (this.inSystem++ < this.servers) this.starts(request, nowMs, nowMs);
    return true;
  }

  starts(request: number, nowMs: number, arrivedMs: number): void {
    this.startedMs[request] = nowMs;
    this.waits++;
    this.waitS += (nowMs - arrivedMs) / 1000;
  }

  ends(request: number, nowMs: number): void {
    this.passTo(nowMs);
    this.inSystem--;
    const seconds = (nowMs - this.startedMs[request]!) / 1000;
    this.services[request] = seconds;
    this.served++;
    this.serviceS += seconds;
    this.serviceSquares += seconds * seconds;
  }

  leaves(nowMs: number): void {
    this.passTo(nowMs);
    this.inSystem--;
  }
}

/** An estimate less what luck is known to have done: each control has expectation zero, so any multiples leave the expectation as it is. */
export const lessLuck = (estimate: number, controls: readonly number[], multiples: readonly number[]): number =>
  controls.reduce((rest, control, at) => rest - control * multiples[at]!, estimate);
