import { createStore, useStore } from 'zustand';
import type { PolicyDocument, RunResult, Scenario } from '../../shared/model/index.ts';
import type { TrafficChoice } from './inputs.ts';
import { runStore } from './run.ts';

/** A run with everything it was fed with: it can be run again, and something else on the same luck beside it. */
export interface RunBasis {
  readonly run: RunResult;
  /** As it was drawn then. */
  readonly document: PolicyDocument;
  readonly traffic: TrafficChoice;
  readonly trafficId: string;
  readonly scenario: Scenario;
  readonly seed: number;
  /** Wall-clock time that the run took, all replications together. */
  readonly elapsedMs: number;
}

export interface BasisState {
  /** Of the run that the results show; null when nothing was rehearsed. */
  readonly last: RunBasis | null;
  /** What changes are compared with though other runs came after it; null = the last run. */
  readonly pinned: RunBasis | null;
  rehearsed(basis: RunBasis): void;
  pin(basis: RunBasis | null): void;
}

export const createBasisStore = () =>
  createStore<BasisState>((set) => ({
    last: null,
    pinned: null,
    rehearsed: (last) => set({ last }),
    pin: (pinned) => set({ pinned }),
  }));

export const basisStore = createBasisStore();
export const useBasis = <T>(selector: (state: BasisState) => T): T => useStore(basisStore, selector);

/** What a change is compared with. */
export const beforeOf = ({ pinned, last }: BasisState): RunBasis | null => pinned ?? last;

// Another document was opened: what was run before is about something else.
runStore.subscribe(({ result }, { result: earlier }) => {
  if (result === null && earlier !== null) basisStore.setState({ last: null, pinned: null });
});
