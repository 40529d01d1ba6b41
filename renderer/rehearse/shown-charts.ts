import { createStore, useStore } from 'zustand';
import type { RunResult } from '../../shared/model/index.ts';
import { type ChartId, offeredCharts } from './chart-ids.ts';

interface ShownCharts {
  /** What a person said of a chart, for as long as the window is open; runs come and go. */
  readonly said: Readonly<Partial<Record<ChartId, boolean>>>;
  say(chart: ChartId, isShown: boolean): void;
}

const store = createStore<ShownCharts>((set) => ({
  said: {},
  say: (chart, isShown) => set(({ said }) => ({ said: { ...said, [chart]: isShown } })),
}));

export const sayShown = (chart: ChartId, isShown: boolean): void => store.getState().say(chart, isShown);

/** All charts of the run, each with whether it is shown. */
export function useCharts(run: RunResult): readonly { readonly id: ChartId; readonly isShown: boolean }[] {
  const said = useStore(store, (state) => state.said);
  return offeredCharts(run).map(({ id, isShownAtFirst }) => ({ id, isShown: said[id] ?? isShownAtFirst }));
}
