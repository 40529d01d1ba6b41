import { createStore, useStore } from 'zustand';
import { policyHashText, writePolicy } from '../../shared/format/index.ts';
import type { Comparison, Policy, RunResult } from '../../shared/model/index.ts';
import { client, type HostClient } from '../connection/index.ts';
import { basisStore, beforeOf, documentStore, type RunBasis, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { EVIDENCE_PAIRS } from './figures.ts';
import { learnPace, paceOf } from './pace.ts';

/** Long enough to take the strokes of one number together, short enough not to be felt; a large policy takes a while to be written and read. */
const debounceMs = (policy: Policy): number => 50 + policy.nodes.length * 0.1;
/** A run that takes longer than this is not begun by itself with every key. */
export const LONGEST_BY_ITSELF_MS = 5_000;
/** All pairs together shall not take longer than this. */
const LONGEST_EVIDENCE_MS = 60_000;

type WhatIfEvent = Awaited<ReturnType<HostClient['whatIf']>> extends AsyncIterable<infer E> ? E : never;
export type LiveProgress = Extract<WhatIfEvent, { kind: 'progress' }>;

export interface LiveState {
  /** Runs begin by themselves when the policy changes. */
  readonly isOn: boolean;
  /**
   * `none`: nothing was rehearsed. `same`: what is drawn is what was run. `waiting`: a change is to be run when asked for. `running`: its first run is
   * under way. `done`: its run is there; the evidence may still grow. `refused`: it cannot be run, see `message`.
   */
  readonly status: 'none' | 'same' | 'waiting' | 'running' | 'done' | 'refused';
  readonly progress: LiveProgress | null;
  /** The latest change that was run, and the policy that it is about; another policy than the one that is drawn = out of date. */
  readonly run: RunResult | null;
  readonly evidence: Comparison | null;
  readonly about: Policy | null;
  readonly elapsedMs: number | null;
  readonly message: string | null;
}

const NOTHING = { progress: null, run: null, evidence: null, about: null, elapsedMs: null, message: null } as const;

export const liveStore = createStore<LiveState>(() => ({ isOn: true, status: 'none', ...NOTHING }));
export const useLive = <T>(selector: (state: LiveState) => T): T => useStore(liveStore, selector);

export const runsByItself = (before: RunBasis): boolean => paceOf(before) <= LONGEST_BY_ITSELF_MS;

let abort: AbortController | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

function stop(): void {
  clearTimeout(timer);
  abort?.abort();
  abort = null;
}

/** Looks at what is drawn and what it is compared with, and begins a run where one is due. What was under way is cancelled. */
function consider(): void {
  stop();
  const before = beforeOf(basisStore.getState());
  const document = documentStore.getState().history?.document;
  if (before === null || document === undefined) liveStore.setState({ status: 'none', ...NOTHING });
  else if (document.policy === before.document.policy) liveStore.setState({ status: 'same', ...NOTHING });
  else if (liveStore.getState().about === document.policy && liveStore.getState().evidence !== null) liveStore.setState({ status: 'done' });
  else if (!liveStore.getState().isOn || !runsByItself(before)) liveStore.setState({ status: 'waiting', progress: null, message: null });
  else {
    liveStore.setState({ status: 'running', progress: null, message: null });
    timer = setTimeout(() => void turn(before), debounceMs(document.policy));
  }
}

/** Runs what is drawn now, also where this is not done by itself. */
export function runChange(): void {
  stop();
  const before = beforeOf(basisStore.getState());
  if (before === null || documentStore.getState().history === null) return;
  liveStore.setState({ status: 'running', progress: null, message: null });
  void turn(before);
}

export function setLive(isOn: boolean): void {
  liveStore.setState({ isOn });
  consider();
}

/** The text of a policy that was run does not change. */
const texts = new WeakMap<Policy, { readonly meaning: string; readonly text: string }>();
function textOf({ document }: RunBasis) {
  const known = texts.get(document.policy) ?? { meaning: policyHashText(document.policy), text: writePolicy(document) };
  texts.set(document.policy, known);
  return known;
}

async function turn(before: RunBasis): Promise<void> {
  const document = documentStore.getState().history?.document;
  if (document === undefined) return;
  const { policy } = document;
  const { meaning, text } = textOf(before);
  if (policyHashText(policy) === meaning) return liveStore.setState({ status: 'same', ...NOTHING });
  const refuse = (message: string): void => liveStore.setState({ ...NOTHING, status: 'refused', message });
  if (viewStore.getState().isConnectionLost) return refuse(words.rehearsal.noServer);
  const own = new AbortController();
  abort = own;
  const pairsAtMost = Math.floor(LONGEST_EVIDENCE_MS / Math.max(1, paceOf(before)) / 2);
  try {
    const events = await client().whatIf(
      {
        beforeText: text,
        afterText: writePolicy(document),
        trafficId: before.trafficId,
        scenario: before.scenario,
        seed: before.seed,
        stages: EVIDENCE_PAIRS.filter((pairs, place) => place === 0 || pairs <= pairsAtMost),
      },
      { signal: own.signal },
    );
    for await (const event of events) {
      if (own.signal.aborted) return;
      if (event.kind === 'progress') liveStore.setState({ progress: event });
      else if (event.kind === 'run') {
        learnPace(before, event.elapsedMs);
        liveStore.setState({ status: 'done', run: event.run, about: policy, evidence: null, elapsedMs: event.elapsedMs, progress: null });
      } else if (event.kind === 'evidence') liveStore.setState({ evidence: event.comparison });
      else refuse(event.message);
    }
  } catch (error) {
    if (!own.signal.aborted) refuse(words.rehearsal.noResult(error instanceof Error ? error.message : String(error)));
  }
}

/** From now on each change of the policy is run beside the run before it. Said once at start; returns how to stop. */
export function followChanges(): () => void {
  const stops = [
    documentStore.subscribe((state, earlier) => {
      if (state.history?.document.policy !== earlier.history?.document.policy) consider();
    }),
    basisStore.subscribe((state, earlier) => {
      if (beforeOf(state) === beforeOf(earlier)) return;
      // What was found is about another pair.
      liveStore.setState(NOTHING);
      consider();
    }),
  ];
  return () => {
    stop();
    for (const end of stops) end();
  };
}
