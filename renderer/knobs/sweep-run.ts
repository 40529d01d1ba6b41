import { createStore, type StoreApi, useStore } from 'zustand';
import { writePolicy } from '../../shared/format/index.ts';
import type { Comparison, Policy, PolicyDocument } from '../../shared/model/index.ts';
import { client } from '../connection/index.ts';
import { documentStore, type RunBasis, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { learnPace } from './pace.ts';

export interface SweepProgress {
  /** 0..1 of all stages. */
  readonly share: number;
  readonly runsDone: number;
  readonly runs: number;
}

/** One experiment at a time of each design, with the policy that its figures are about. */
export interface SweepState {
  readonly status: 'idle' | 'running' | 'done' | 'refused';
  readonly progress: SweepProgress | null;
  readonly comparison: Comparison | null;
  /** Addresses that changed nothing and that the comparison no longer has. */
  readonly still: readonly string[];
  /** As drawn when it began; another one than is drawn now = out of date. */
  readonly about: Policy | null;
  readonly message: string | null;
}

const EMPTY: SweepState = { status: 'idle', progress: null, comparison: null, still: [], about: null, message: null };

type Design = 'grid' | 'one-at-a-time';
/** Replications at which the answer is told. Two show little, and soon; the last are what stays. */
const STAGES: Readonly<Record<Design, readonly number[]>> = { 'one-at-a-time': [2, 5], grid: [2, 6] };
export const replicationsOf = (design: Design): number => STAGES[design].at(-1)!;

export interface SweepRun {
  readonly store: StoreApi<SweepState>;
  /** `vary` as on the command line. */
  start(before: RunBasis, document: PolicyDocument, vary: readonly string[]): Promise<void>;
  /** What was found so far stays. */
  cancel(): void;
}

export function createSweepRun(design: Design): SweepRun {
  const store = createStore<SweepState>(() => EMPTY);
  let abort: AbortController | null = null;
  const cancel = (): void => {
    if (abort === null) return;
    abort.abort();
    abort = null;
    store.setState((state) => ({ status: state.comparison === null ? 'idle' : 'done', progress: null }));
  };
  documentStore.subscribe(({ documentKey }, earlier) => {
    if (documentKey === earlier.documentKey) return;
    cancel();
    store.setState(EMPTY);
  });
  return {
    store,
    cancel,
    async start(before, document, vary) {
      cancel();
      const refuse = (message: string): void => store.setState({ status: 'refused', progress: null, message });
      if (viewStore.getState().isConnectionLost) return refuse(words.rehearsal.noServer);
      const own = new AbortController();
      abort = own;
      store.setState({ ...EMPTY, status: 'running', about: document.policy });
      try {
        const events = await client().sweep(
          {
            policyText: writePolicy(document),
            design,
            vary: [...vary],
            trafficId: before.trafficId,
            scenario: before.scenario,
            seed: before.seed,
            stages: [...STAGES[design]],
          },
          { signal: own.signal },
        );
        const startedAt = performance.now();
        let runs = 0;
        for await (const event of events) {
          if (own.signal.aborted) return;
          if (event.kind === 'progress') {
            store.setState({ progress: event });
            runs = event.runs;
          } else if (event.kind === 'comparison') store.setState({ comparison: event.comparison, still: event.still });
          else refuse(event.message);
        }
        if (runs > 0) learnPace(before, (performance.now() - startedAt) / runs);
        if (!own.signal.aborted && store.getState().status === 'running') store.setState({ status: 'done', progress: null });
      } catch (error) {
        if (!own.signal.aborted) refuse(words.rehearsal.noResult(error instanceof Error ? error.message : String(error)));
      } finally {
        if (abort === own) abort = null;
      }
    },
  };
}

export const matters = createSweepRun('one-at-a-time');
export const grid = createSweepRun('grid');
export const useSweep = <T>(run: SweepRun, selector: (state: SweepState) => T): T => useStore(run.store, selector);
