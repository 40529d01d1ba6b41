import type { Ms, Series } from '../model/index.ts';
import type { RunPlan } from './behavior.ts';
import type { StationState } from './station.ts';

interface StationColumns {
  readonly slots: (number | null)[];
  readonly inUse: number[];
  readonly waiting: number[];
  readonly longestLine: number[];
  /** ∫ up to the last bucket that is closed. */
  busyArea: number;
  queuedArea: number;
  /** Its slots were limited at the end of some bucket. */
  isLimited: boolean;
}

/**
 * Levels by bucket of simulated time: slots in use, lines, accounts. Read when a bucket ends and never in between, so that a run pays nothing for them:
 * between the last event and the end of a bucket nothing changes.
 */
export class Gauges {
  /** Of the nodes, in plan order; set by the run. */
  states: readonly unknown[] = [];

  private readonly plan: RunPlan;
  private readonly stations: readonly StationState[];
  private readonly lastBucket: number;
  private readonly columns: readonly StationColumns[];
  /** Nodes that keep accounts, and what they said. */
  private readonly accounts: readonly { readonly node: number; readonly used: (number | null)[] }[];
  private bucket = 0;
  private startMs: Ms = 0;

  constructor(plan: RunPlan, stations: readonly StationState[], lastBucket: number) {
    this.plan = plan;
    this.stations = stations;
    this.lastBucket = lastBucket;
    this.columns = stations.map(({ slots }) => ({
      slots: [],
      inUse: [],
      waiting: [],
      longestLine: [],
      busyArea: 0,
      queuedArea: 0,
      isLimited: slots < Number.POSITIVE_INFINITY,
    }));
    this.accounts = plan.nodes.flatMap(({ behavior }, node) => (behavior.usedShare === undefined ? [] : [{ node, used: [] }]));
  }

  /** To be said before anything happens at this instant. Closes every bucket that has ended by now; the last one of the series never ends. */
  closeBuckets(clock: Float64Array): void {
    while (this.bucket < this.lastBucket && (this.bucket + 1) * this.plan.bucketMs <= clock[0]!) {
      this.close((this.bucket + 1) * this.plan.bucketMs);
    }
  }

  /** The run is over: closes the present bucket at this instant. */
  end(nowMs: Ms): void {
    this.close(nowMs);
  }

  private close(endMs: Ms): void {
    const lastedMs = endMs - this.startMs;
    this.stations.forEach((station, position) => {
      const column = this.columns[position]!;
      const busyArea = station.busyAreaAt(endMs);
      const queuedArea = station.queuedAreaAt(endMs);
      const mean = (area: number, now: number) => (lastedMs > 0 ? Math.max(0, area) / lastedMs : now);
      column.inUse.push(mean(busyArea - column.busyArea, station.busy));
      column.waiting.push(mean(queuedArea - column.queuedArea, station.queued));
      column.longestLine.push(station.longestLine);
      column.slots.push(station.slots < Number.POSITIVE_INFINITY ? station.slots : null);
      column.busyArea = busyArea;
      column.queuedArea = queuedArea;
      if (station.slots < Number.POSITIVE_INFINITY) column.isLimited = true;
      station.longestLine = station.queued;
    });
    for (const { node, used } of this.accounts) {
      const { behavior, config } = this.plan.nodes[node]!;
      used.push(behavior.usedShare!(config, this.states[node], endMs));
    }
    this.bucket++;
    this.startMs = endMs;
  }

  /** `length`: buckets of the series. */
  figures(length: number): Pick<Series, 'stations' | 'accounts'> {
    const fitted = <T>(values: readonly T[], rest: T): T[] =>
      Array.from({ length }, (_, bucket) => (bucket < values.length ? values[bucket]! : rest));
    return {
      stations: this.stations.flatMap(({ id }, position) => {
        const { slots, inUse, waiting, longestLine, isLimited } = this.columns[position]!;
        if (!isLimited) return [];
        return [
          {
            id,
            slots: fitted(slots, slots.at(-1) ?? null),
            inUse: fitted(inUse, 0),
            waiting: fitted(waiting, 0),
            longestLine: fitted(longestLine, 0),
          },
        ];
      }),
      accounts: this.accounts.flatMap(({ node, used }) => {
        if (used.some((share) => share === null)) return [];
        const shares = used as number[];
        return [{ nodeId: this.plan.nodes[node]!.id, used: fitted(shares, shares.at(-1) ?? 0) }];
      }),
    };
  }
}
