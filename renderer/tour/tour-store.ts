import { createStore, useStore } from 'zustand';
import { client } from '../connection/index.ts';
import { openExample } from '../files/index.ts';
import { documentStore, preferencesStore, runStore, viewStore } from '../state/index.ts';

export const TOUR_STEPS = ['drawing', 'simulate', 'result', 'onward'] as const;
export type TourStep = (typeof TOUR_STEPS)[number];

export interface TourState {
  /** Null while nobody is on the tour. */
  readonly step: TourStep | null;
  goTo(step: TourStep): void;
  /** At the end, or before it: either way the tour does not begin by itself again on this device. */
  leave(): void;
}

export const tourStore = createStore<TourState>((set) => ({
  step: null,
  goTo: (step) => set({ step }),
  leave: () => {
    set({ step: null });
    preferencesStore.getState().set({ isTourDone: true });
  },
}));
export const useTour = <T>(selector: (state: TourState) => T): T => useStore(tourStore, selector);

/** From its first step, on what is open; from the welcome screen on the first example. */
export async function startTour(): Promise<void> {
  if (documentStore.getState().history === null) {
    const [example] = await client().examples.list();
    if (example === undefined || !(await openExample(example))) return;
  }
  viewStore.getState().goTo('design');
  viewStore.getState().showDesignAs('drawing');
  tourStore.getState().goTo('drawing');
}

/**
 * Begins by itself where somebody who has never been on it opens the first policy that has something drawn, goes on when a run has ended, and ends with
 * the policy.
 */
export function keepTourGoing(): () => void {
  const stops = [
    documentStore.subscribe(({ history, documentKey }, before) => {
      const { step, goTo, leave } = tourStore.getState();
      if (history === null) {
        if (step !== null) leave();
        return;
      }
      const isOpened = documentKey !== before.documentKey;
      if (isOpened && step === null && !preferencesStore.getState().isTourDone && history.document.policy.nodes.length > 0) goTo('drawing');
    }),
    runStore.subscribe(({ status, result }, before) => {
      const { step, goTo } = tourStore.getState();
      // A run that is cancelled goes back to the result before it, which is nothing new.
      if (status === 'done' && result !== before.result && (step === 'drawing' || step === 'simulate')) goTo('result');
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
