import { createStore, useStore } from 'zustand';
import { documentStore } from '../state/index.ts';
import { type AxisDraft, NO_AXIS } from './AxisForm.tsx';
import { firstKnobs } from './field-at.ts';
import type { JudgedId } from './figures.ts';

export type Mode = 'live' | 'matters' | 'sweep';

/** What is tried and how it is looked at. None of it is part of the policy. */
export interface KnobsView {
  readonly mode: Mode;
  /** Addresses of the numbers that stand beside the results; null = nobody has chosen any yet. */
  readonly chosen: readonly string[] | null;
  /** Figure that numbers are ordered by. */
  readonly judge: JudgedId;
  /** What a sweep varies, as typed; the second may be left out. */
  readonly axes: readonly [AxisDraft, AxisDraft | null];
  /** Chosen point of the sweep. */
  readonly point: string | null;
  show(mode: Mode): void;
  add(address: string): void;
  remove(address: string): void;
  judgeBy(judge: JudgedId): void;
  setAxes(axes: readonly [AxisDraft, AxisDraft | null]): void;
}

const drawnKnobs = (): readonly string[] => {
  const policy = documentStore.getState().history?.document.policy;
  return policy === undefined ? [] : firstKnobs(policy);
};

export const knobsView = createStore<KnobsView>((set, get) => ({
  mode: 'live',
  chosen: null,
  judge: 'p95Ms',
  axes: [NO_AXIS, null],
  point: null,
  show: (mode) => set({ mode }),
  add: (address) => {
    const chosen = get().chosen ?? drawnKnobs();
    if (!chosen.includes(address)) set({ chosen: [...chosen, address] });
  },
  remove: (address) => set({ chosen: (get().chosen ?? drawnKnobs()).filter((other) => other !== address) }),
  judgeBy: (judge) => set({ judge }),
  setAxes: (axes) => set({ axes }),
}));
export const useKnobsView = <T>(selector: (state: KnobsView) => T): T => useStore(knobsView, selector);

documentStore.subscribe(({ documentKey }, earlier) => {
  if (documentKey !== earlier.documentKey) knobsView.setState({ chosen: null, axes: [NO_AXIS, null], point: null });
});
