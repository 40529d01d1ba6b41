import { createRun, type RequestTable, type RunPlan } from '../../shared/engine/index.ts';
import { ANSWERED, type FailureClass, outcomeOf, type RequestQuery, type Traffic } from '../../shared/model/index.ts';
import type { FoundRequests, Replication } from './replication.ts';

/**
 * Looks through every request of a run and not only through its sample: the run is made once for a table of what became of each request, and once
 * more for the traces of those that were asked for. The dice are keyed, so the second run is the first.
 */
export function findingRun(plan: RunPlan, query: RequestQuery, replication: number): Replication {
  const first = createRun({ ...plan, traceCount: 0, keepsRequests: true });
  let found: { readonly positions: readonly number[]; readonly matches: number } | null = null;
  let second: ReturnType<typeof createRun> | null = null;
  return {
    advance(maxEvents) {
      if (second !== null) return second.advance(maxEvents);
      if (!first.advance(maxEvents)) return false;
      found = findRequests(first.requestTable!, plan.traffic, query);
      second = createRun({ ...plan, tracedRequests: found.positions });
      return false;
    },
    get requestsDone() {
      return first.requestsDone + (second?.requestsDone ?? 0);
    },
    get soFar() {
      return first.soFar;
    },
    outcome() {
      if (found === null || second === null) throw new Error('requests were asked for before they had been looked for');
      const { traces } = second.figures();
      const byRequest = new Map(traces.map((trace) => [trace.request, trace]));
      const result: FoundRequests = {
        traces: found.positions.map((position) => {
          const trace = byRequest.get(position);
          if (trace === undefined) throw new Error(`request ${position} was found in the first run and not met in the second`);
          return trace;
        }),
        matches: found.matches,
        requests: plan.traffic.requestCount,
      };
      return {
        replication,
        summary: { availability: 0, p95Ms: null, usd: 0, answeredByTier: [], failed: 0, series: null },
        figures: null,
        compared: null,
        found: result,
      };
    },
  };
}

/** The first of those that are as asked, in the order asked; equals in order of arrival. `matches` counts all of them. */
export function findRequests(
  table: RequestTable,
  traffic: Pick<Traffic, 'requestCount' | 'arrivalMs' | 'user' | 'users'>,
  query: RequestQuery,
): { readonly positions: readonly number[]; readonly matches: number } {
  const isAsked = filterOf(table, traffic, query);
  const rank = rankOf(table, query);
  const best: number[] = [];
  let matches = 0;
  for (let request = 0; request < traffic.requestCount; request++) {
    if (!isAsked(request)) continue;
    matches++;
    const own = rank(request);
    if (best.length === query.limit && rank(best.at(-1)!) <= own) continue;
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rank(best[middle]!) <= own) low = middle + 1;
      else high = middle;
    }
    best.splice(low, 0, request);
    if (best.length > query.limit) best.pop();
  }
  return { positions: best, matches };
}

function filterOf(
  { outcome, tier, latencyMs }: RequestTable,
  { arrivalMs, user, users }: Pick<Traffic, 'arrivalMs' | 'user' | 'users'>,
  query: RequestQuery,
): (request: number) => boolean {
  const from = query.fromMs ?? Number.NEGATIVE_INFINITY;
  const to = query.toMs ?? Number.POSITIVE_INFINITY;
  const least = query.minLatencyMs ?? Number.NEGATIVE_INFINITY;
  const most = query.maxLatencyMs ?? Number.POSITIVE_INFINITY;
  const wantedUser = query.user === null ? null : users.indexOf(query.user);
  const endsSo = endOf(query.end, outcome, tier);
  return (request) =>
    arrivalMs[request]! >= from &&
    arrivalMs[request]! < to &&
    latencyMs[request]! >= least &&
    latencyMs[request]! <= most &&
    (wantedUser === null || (wantedUser >= 0 && user !== null && user[request] === wantedUser)) &&
    endsSo(request);
}

function endOf(end: RequestQuery['end'], outcome: Uint8Array, tier: Uint8Array): (request: number) => boolean {
  const blocked = outcomeOf('blocked-by-guard');
  switch (end) {
    case 'any':
      return () => true;
    case 'tier-1':
    case 'tier-2':
    case 'tier-3': {
      const wanted = Number(end.at(-1));
      return (request) => tier[request] === wanted;
    }
    case 'blocked':
      return (request) => outcome[request] === blocked;
    case 'failed':
      return (request) => outcome[request] !== ANSWERED && outcome[request] !== blocked;
    default: {
      const wanted = outcomeOf(end as FailureClass);
      return (request) => outcome[request] === wanted;
    }
  }
}

/** Lower goes first. */
function rankOf({ latencyMs, usd }: RequestTable, { order }: RequestQuery): (request: number) => number {
  switch (order) {
    case 'slowest':
      return (request) => -latencyMs[request]!;
    case 'fastest':
      return (request) => latencyMs[request]!;
    case 'dearest':
      return (request) => -usd[request]!;
    case 'arrival':
      return (request) => request;
  }
}
