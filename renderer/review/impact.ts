import { createStore, useStore } from 'zustand';
import { type About, type Change, changedThings, withoutChangesOf } from '../../shared/diff/index.ts';
import { writePolicy } from '../../shared/format/index.ts';
import { ANY_REQUEST, type Comparison, type PolicyDocument, type RequestTrace, type Scenario } from '../../shared/model/index.ts';
import { client } from '../connection/index.ts';
import { readTraffic } from '../rehearsal/read-traffic.ts';
import { inputsStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import type { ReviewSubject } from './review-store.ts';

/** Runs of both versions: under each scenario of a suite, with one change taken back after the other, and of single requests. */

export const MOST_THINGS = 6;
/** Requests of a run that are compared one by one. */
const LOOKED_AT = 200;
const text = words.review.impact;

export interface ScenarioImpact {
  readonly scenario: Scenario;
  readonly comparison: Comparison;
}
export interface Contribution {
  readonly about: About;
  readonly sentences: readonly string[];
  /** Null where the version without it cannot run, which `message` says. */
  readonly comparison: Comparison | null;
  readonly message: string;
}
export interface Fate {
  readonly before: RequestTrace;
  readonly after: RequestTrace;
}

export interface ImpactState {
  readonly status: 'idle' | 'running';
  /** What is under way, as a sentence; the reason of the last failure otherwise. */
  readonly message: string | null;
  /** The two versions that the results are about. */
  readonly of: { readonly before: PolicyDocument; readonly after: PolicyDocument } | null;
  readonly requestsPerS: number;
  readonly scenarios: readonly ScenarioImpact[];
  readonly contributions: { readonly scenario: Scenario; readonly list: readonly Contribution[] } | null;
  readonly fates: { readonly scenario: Scenario; readonly list: readonly Fate[]; readonly of: number } | null;
}

const NOTHING: ImpactState = {
  status: 'idle',
  message: null,
  of: null,
  requestsPerS: 0,
  scenarios: [],
  contributions: null,
  fates: null,
};
export const impactStore = createStore<ImpactState>(() => NOTHING);
export const useImpact = <T>(selector: (state: ImpactState) => T): T => useStore(impactStore, selector);

let running: AbortController | null = null;

export function stopImpact(): void {
  running?.abort();
  running = null;
  impactStore.setState({ status: 'idle', message: text.stopped });
}

/** One piece of work at a time; it returns why it was refused. A failure is told, and what was found before stays. */
async function work(todo: (trafficId: string, signal: AbortSignal) => Promise<string | undefined>): Promise<void> {
  running?.abort();
  const own = new AbortController();
  running = own;
  const { traffic } = inputsStore.getState();
  if (traffic === null) return impactStore.setState({ message: text.noTraffic });
  impactStore.setState({ status: 'running', message: null });
  try {
    const handle = await readTraffic(traffic);
    if (handle === null) return impactStore.setState({ status: 'idle', message: text.noTraffic });
    if (own.signal.aborted) return;
    impactStore.setState({ requestsPerS: handle.summary.requestsPerS });
    const refused = await todo(handle.trafficId, own.signal);
    if (!own.signal.aborted) impactStore.setState({ status: 'idle', message: refused === undefined ? null : text.refused(refused) });
  } catch (error) {
    if (own.signal.aborted) return;
    impactStore.setState({ status: 'idle', message: text.lost(error instanceof Error ? error.message : String(error)) });
  } finally {
    if (running === own) running = null;
  }
}

type Outcome = { readonly comparison: Comparison } | { readonly refused: string };

async function compareUnder(
  versions: { readonly before: PolicyDocument; readonly after: PolicyDocument },
  on: { readonly trafficId: string; readonly scenario: Scenario; readonly pairs: number; readonly signal: AbortSignal },
): Promise<Outcome> {
  const { trafficId, scenario, pairs, signal } = on;
  const events = await client().whatIf(
    {
      beforeText: writePolicy(versions.before),
      afterText: writePolicy(versions.after),
      trafficId,
      scenario,
      seed: inputsStore.getState().seed,
      stages: [pairs],
    },
    { signal },
  );
  for await (const event of events) {
    if (event.kind === 'evidence') return { comparison: event.comparison };
    if (event.kind === 'refused') return { refused: event.message };
  }
  return { refused: text.stopped };
}

export const runImpact = ({ before, after }: ReviewSubject, suite: readonly Scenario[], pairs: number): Promise<void> =>
  work(async (trafficId, signal) => {
    impactStore.setState({ of: { before, after }, scenarios: [], contributions: null, fates: null });
    for (const [at, scenario] of suite.entries()) {
      impactStore.setState({ message: text.running(scenario.name, `${at} / ${suite.length}`) });
      const found = await compareUnder({ before, after }, { trafficId, scenario, pairs, signal });
      if (signal.aborted) return undefined;
      if ('refused' in found) return found.refused;
      impactStore.setState({ scenarios: [...impactStore.getState().scenarios, { scenario, comparison: found.comparison }] });
    }
    return undefined;
  });

export const runContributions = ({ before, after, diff }: ReviewSubject, scenario: Scenario, pairs: number): Promise<void> =>
  work(async (trafficId, signal) => {
    impactStore.setState({ contributions: { scenario, list: [] } });
    const things = changedThings(diff).slice(0, MOST_THINGS);
    for (const [at, about] of things.entries()) {
      impactStore.setState({ message: text.running(scenario.name, `${at} / ${things.length}`) });
      const without = withoutChangesOf(before, after, about);
      const found = await compareUnder({ before: without, after }, { trafficId, scenario, pairs, signal });
      if (signal.aborted) return undefined;
      const own = (change: Change): boolean => change.about.kind === about.kind && change.about.id === about.id;
      const sentences = diff.changes.filter(own).map(({ sentence }) => sentence);
      const contribution: Contribution =
        'refused' in found
          ? { about, sentences, comparison: null, message: found.refused }
          : { about, sentences, comparison: found.comparison, message: '' };
      const list = impactStore.getState().contributions?.list ?? [];
      impactStore.setState({ contributions: { scenario, list: [...list, contribution] } });
    }
    return undefined;
  });

export const findFates = ({ before, after }: ReviewSubject, scenario: Scenario): Promise<void> =>
  work(async (trafficId, signal) => {
    impactStore.setState({ fates: null, message: text.fates.looking });
    const fromMs = scenario.events.length === 0 ? null : Math.min(...scenario.events.map(({ startMs }) => startMs));
    const tracesOf = async (document: PolicyDocument): Promise<readonly RequestTrace[]> => {
      const query = { ...ANY_REQUEST, order: 'arrival' as const, fromMs, limit: LOOKED_AT };
      const events = await client().findRequests(
        { policyText: writePolicy(document), trafficId, scenario, seed: inputsStore.getState().seed, query },
        { signal },
      );
      for await (const event of events) {
        if (event.kind === 'found') return event.traces;
        if (event.kind === 'refused') throw new Error(event.message);
      }
      return [];
    };
    const was = new Map((await tracesOf(before)).map((trace) => [trace.request, trace]));
    const both = (await tracesOf(after)).flatMap((trace): Fate[] => {
      const old = was.get(trace.request);
      return old === undefined ? [] : [{ before: old, after: trace }];
    });
    if (signal.aborted) return undefined;
    const list = both.filter((fate) => fate.before.outcome !== fate.after.outcome || fate.before.tier !== fate.after.tier);
    impactStore.setState({ fates: { scenario, list, of: both.length } });
    return undefined;
  });
