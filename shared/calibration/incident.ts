import {
  ANSWERED,
  FAILURES,
  type FailureClass,
  failureOf,
  NOT_RECORDED,
  type Policy,
  type Recorded,
  type Scenario,
  type ScenarioEvent,
  type ScenarioTarget,
  type Traffic,
} from '../model/index.ts';
import { atOnce, part, SLICE_REQUESTS, type Sliced } from '../traffic/index.ts';
import { plainName } from './apply.ts';
import { type IncidentPiece, latencyPieces, sharePieces, sliceLengthMs } from './incident-pieces.ts';
import { PREDICTED_FAILURES } from './recorded-policy.ts';

/** Recorded calls of one target that are needed inside the window, and outside it, before the two are compared. */
export const FEWEST_INSIDE = 30;
export const FEWEST_OUTSIDE = 100;

/** Of the work, to tell which request belongs to what. */
const SHARE_OF_GROUPING = 0.4;

/** Half-open, ms since the first request. */
export interface IncidentWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface RecordedIncident {
  /** Null where nothing in the window was worse than outside it. */
  readonly scenario: Scenario | null;
  /** Sentences: what was not compared, and why. */
  readonly notes: readonly string[];
}

/** What a provider does; the rest of the taxonomy is what a caller or the policy itself did, which the simulated policy does by itself. */
const OF_PROVIDERS: ReadonlySet<FailureClass> = new Set<FailureClass>([...PREDICTED_FAILURES, 'auth']);

interface Group {
  readonly name: string;
  readonly target: ScenarioTarget;
  readonly inside: number[];
  /** Of the rest of the log, which may be ten million calls, what is asked of it: calls by outcome, and how long answers took. */
  readonly outside: { readonly byOutcome: Float64Array; answers: number; readonly latenciesMs: number[] };
}

/**
 * What went wrong in a window of a log, as a scenario on the log's own clock: for each model of the policy that the log names, the failures and the slowness
 * that are more than outside the window, in steps. Throws when the traffic records no outcomes: ask for `recorded` before.
 */
export const recordedIncident = (traffic: Traffic, window: IncidentWindow, policy: Policy): RecordedIncident =>
  atOnce(recordingIncident(traffic, window, policy));

/** The same in slices: of ten million calls it takes seconds. */
export function* recordingIncident(traffic: Traffic, { fromMs, toMs }: IncidentWindow, policy: Policy): Sliced<RecordedIncident> {
  const { recorded } = traffic;
  if (recorded === undefined) throw new Error(`the traffic ${JSON.stringify(traffic.label)} records no outcomes`);
  const notes: string[] = [];
  const groups = yield* part(groupsOf(traffic, recorded, { fromMs, toMs }, policy, notes), 0, SHARE_OF_GROUPING);
  const events: ScenarioEvent[] = [];
  const sentences: string[] = [];
  const left = new Set<FailureClass>();
  const insideAll = groups.reduce((sum, { inside }) => sum + inside.length, 0);
  let done = 0;
  for (const group of groups) {
    const shareDone = (): number => SHARE_OF_GROUPING + (1 - SHARE_OF_GROUPING) * Math.min(1, done / Math.max(1, insideAll));
    const isKnown = (request: number): boolean => recorded.outcome[request] !== NOT_RECORDED;
    const inside = yield* chosen(group.inside, isKnown, shareDone);
    const outside = group.outside.byOutcome.reduce((sum, calls, code) => (code === NOT_RECORDED ? sum : sum + calls), 0);
    const tooFew = (what: string, here: number, there: number): boolean => {
      if (here >= FEWEST_INSIDE && there >= FEWEST_OUTSIDE) return false;
      if (here > 0)
        notes.push(
          `${group.name}: ${here} ${what} in the window and ${there} outside it are recorded; ${FEWEST_INSIDE} and ${FEWEST_OUTSIDE} are needed to compare, so they make no event.`,
        );
      return true;
    };
    const add = (piece: IncidentPiece, name: string, effect: ScenarioEvent['effect'], sentence: string): void => {
      const startMs = Math.round(piece.fromMs);
      const durationMs = Math.max(1, Math.round(piece.toMs) - startMs);
      events.push({
        id: `recorded-${events.length + 1}`,
        name: name.slice(0, 200),
        target: group.target,
        effect,
        startMs,
        durationMs,
        rampUpMs: 0,
        rampDownMs: 0,
      });
      sentences.push(`${group.name}, ${clock(startMs)} to ${clock(startMs + durationMs)}: ${sentence}`);
    };
    const grid = (requests: readonly number[]) => ({
      arrivalMs: traffic.arrivalMs,
      requests,
      fromMs,
      toMs,
      sliceMs: sliceLengthMs(toMs - fromMs, requests.length),
    });
    if (!tooFew('outcomes', inside.length, outside)) {
      const codes = new Set<number>();
      for (const request of inside) codes.add(recorded.outcome[request]!);
      codes.delete(ANSWERED);
      const before = new Set<number>();
      for (const code of [...codes].sort((a, b) => a - b)) {
        yield shareDone();
        const failure = failureOf(code);
        const usual = { hits: group.outside.byOutcome[code]!, calls: outside };
        const pieces = yield* sharePieces(grid(inside), (request) => recorded.outcome[request] === code, usual, shareDone());
        if (pieces.length > 0 && !OF_PROVIDERS.has(failure)) left.add(failure);
        if (!OF_PROVIDERS.has(failure)) continue;
        for (const piece of pieces) {
          const usualShare = usual.hits / usual.calls;
          // The target's own failures go on beside the event, and the two are independent chances.
          // Events are independent chances: what the classes before took can no longer fail in this one, so that together they fail what was recorded.
          const remaining = 1 - shareIn(inside, piece, traffic, recorded, before);
          const share = remaining <= 0 ? 1 : Math.min(1, (piece.hits / piece.calls / remaining - usualShare) / (1 - usualShare));
          const { label } = FAILURES[failure];
          add(
            piece,
            `${group.name}: ${label} of ${percent(piece.hits / piece.calls)}`,
            { kind: 'outage', share: Math.round(share * 1e4) / 1e4, failure },
            `${piece.hits} of ${piece.calls} calls ended in ${label} (${percent(piece.hits / piece.calls)}), outside the window ${percent(usualShare)}.`,
          );
        }
        if (pieces.length > 0) before.add(code);
      }
    }
    const quick = yield* chosen(group.inside, (request) => isTimed(recorded, request), shareDone);
    done += group.inside.length;
    if (quick.length < FEWEST_INSIDE || group.outside.answers < FEWEST_OUTSIDE) continue;
    const usualMs = medianOf(group.outside.latenciesMs);
    if (!(usualMs > 0)) continue;
    yield shareDone();
    for (const piece of yield* latencyPieces(grid(quick), recorded.latencyMs, usualMs, shareDone())) {
      const multiplier = Math.min(1000, Math.round((piece.medianMs / usualMs) * 100) / 100);
      add(
        piece,
        `${group.name}: ${multiplier} × as slow`,
        { kind: 'latency', multiplier },
        `the median of ${piece.calls} answers was ${Math.round(piece.medianMs)} ms, outside the window ${Math.round(usualMs)} ms.`,
      );
    }
  }
  for (const failure of left)
    notes.push(`${FAILURES[failure].label} was more than outside the window, but is what a caller or a policy does, so it is no event.`);
  if (events.length === 0) return { scenario: null, notes };
  // A scenario takes a thousand events; the longest tell the most.
  const kept = events.length <= 1_000 ? events : [...events].sort((a, b) => b.durationMs - a.durationMs).slice(0, 1_000);
  return {
    scenario: {
      id: 'recorded-incident',
      name: `${traffic.label}, ${clock(fromMs)} to ${clock(toMs)}`.slice(0, 200),
      description: [
        `Recorded in ${traffic.label}, ${clock(fromMs)} to ${clock(toMs)}, compared with the rest of that log. Only what is more than outside the window is an event.`,
        ...sentences,
        ...notes,
      ]
        .join('\n')
        .slice(0, 10_000),
      events: kept,
    },
    notes,
  };
}

function* chosen(requests: readonly number[], isChosen: (request: number) => boolean, shareDone: () => number): Sliced<number[]> {
  const found: number[] = [];
  for (let at = 0; at < requests.length; at++) {
    if (at % SLICE_REQUESTS === 0) yield shareDone();
    const request = requests[at]!;
    if (isChosen(request)) found.push(request);
  }
  return found;
}

/** Share of the calls in a span whose outcome is one of the codes. */
function shareIn(
  requests: readonly number[],
  { fromMs, toMs }: IncidentPiece,
  { arrivalMs }: Traffic,
  { outcome }: Recorded,
  codes: ReadonlySet<number>,
): number {
  let calls = 0;
  let hits = 0;
  for (const request of requests) {
    if (arrivalMs[request]! < fromMs || arrivalMs[request]! >= toMs) continue;
    calls++;
    if (codes.has(outcome[request]!)) hits++;
  }
  return calls === 0 ? 0 : hits / calls;
}

/** Sorting more would stop everything else for a second, and a median of so many is known to a thousandth: of more, every second, third … one is looked at. */
const MOST_SORTED = 1 << 19;

const medianOf = (values: readonly number[]): number => Float64Array.from(values).sort()[values.length >> 1]!;

/** Did it answer, as far as is known, and is it recorded how long that took? */
const isTimed = ({ outcome, latencyMs }: Recorded, request: number): boolean =>
  (outcome[request] === ANSWERED || outcome[request] === NOT_RECORDED) && Number.isFinite(latencyMs[request]!);

/** Requests by what they strike in the policy; what matches nothing becomes a note. */
function* groupsOf(
  traffic: Traffic,
  recorded: Recorded,
  { fromMs, toMs }: IncidentWindow,
  policy: Policy,
  notes: string[],
): Sliced<Group[]> {
  const { model, provider, outcome, latencyMs } = recorded;
  const step = Math.ceil(traffic.requestCount / MOST_SORTED);
  const targets = policy.nodes.flatMap(({ kind, config }) =>
    kind === 'model' && typeof config['model'] === 'string' && typeof config['providerId'] === 'string'
      ? [{ model: config['model'], providerId: config['providerId'] }]
      : [],
  );
  const groups = new Map<string, Group>();
  const unmatched = new Set<string>();
  const groupOf = (name: string, providerName: string): Group | null => {
    const at = policy.providers.find((one) => [one.id, one.name].some((own) => own.toLowerCase() === providerName.trim().toLowerCase()));
    if (name === '') {
      const target: ScenarioTarget = at === undefined ? { kind: 'primary-provider' } : { kind: 'provider', providerId: at.id };
      return addTo(at?.name ?? 'The first provider', target);
    }
    const same = targets.filter((one) => one.model === name);
    const alike = same.length > 0 ? same : targets.filter((one) => plainName(one.model) === plainName(name));
    const match = alike.find(({ providerId }) => providerId === at?.id) ?? alike[0];
    if (match === undefined) {
      unmatched.add(name);
      return null;
    }
    return addTo(match.model, { kind: 'model', ...match });
  };
  const addTo = (name: string, target: ScenarioTarget): Group => {
    const key = JSON.stringify(target);
    const group = groups.get(key) ?? {
      name,
      target,
      inside: [],
      outside: { byOutcome: new Float64Array(256), answers: 0, latenciesMs: [] },
    };
    groups.set(key, group);
    return group;
  };
  const known: (Group | null | undefined)[] = [];
  const providers = (provider?.values.length ?? 0) + 1;
  for (let request = 0; request < traffic.requestCount; request++) {
    if (request % SLICE_REQUESTS === 0) yield request / traffic.requestCount;
    const code = model?.codes[request] ?? -1;
    const providerCode = provider?.codes[request] ?? -1;
    const key = (code + 1) * providers + providerCode + 1;
    let group = known[key];
    if (group === undefined) {
      group = groupOf(model?.values[code] ?? '', provider?.values[providerCode] ?? '');
      known[key] = group;
    }
    if (group === null) continue;
    const atMs = traffic.arrivalMs[request]!;
    if (atMs >= fromMs && atMs < toMs) {
      group.inside.push(request);
      continue;
    }
    const { outside } = group;
    outside.byOutcome[outcome[request]!]!++;
    if (isTimed(recorded, request) && outside.answers++ % step === 0) outside.latenciesMs.push(latencyMs[request]!);
  }
  if ([...groups.values()].some(({ target }) => target.kind === 'primary-provider'))
    notes.push('Calls that name neither a model nor a provider of the policy are taken as calls of its first provider.');
  for (const name of unmatched) notes.push(`“${name}” is the name of no model of the policy, so its calls make no event.`);
  return [...groups.values()];
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(share >= 0.1 ? 3 : 2))} %`;

/** `1:02:03` since the first request. */
function clock(ms: number): string {
  const s = Math.round(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return s >= 3600 ? `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}` : `${two(Math.floor(s / 60))}:${two(s % 60)}`;
}
