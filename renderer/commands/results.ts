import { findRequests, saveTraces, searchedBasis, shownTraces } from '../rehearse/index.ts';
import { runStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { type AppCommand, isOpen } from './command.ts';

const run = () => runStore.getState().result;
const hasRun = (): boolean => isOpen() && run() !== null;
const whyNot = (): string => words.results.commands.noRun;
const canSearch = (): boolean => hasRun() && searchedBasis() !== null;

/** Looks for requests and goes to where they are shown. */
function look(query: Parameters<typeof findRequests>[0]): void {
  viewStore.getState().showRehearse('trace');
  void findRequests(query);
}

export const resultCommands: readonly AppCommand[] = [
  {
    id: 'results.whole',
    label: () => words.results.zoom.showWhole,
    group: 'Rehearse',
    room: 'rehearse',
    isEnabled: () => hasRun() && runStore.getState().windowMs !== null,
    whyNot: () => (hasRun() ? words.results.commands.notZoomed : whyNot()),
    run: () => runStore.getState().showWindow(null),
  },
  {
    id: 'results.worst',
    label: () => words.results.commands.worst,
    group: 'Rehearse',
    isEnabled: canSearch,
    whyNot: () => (hasRun() ? words.results.requests.cannot : whyNot()),
    run: () => look({ order: 'slowest', limit: 20 }),
  },
  {
    id: 'results.failed',
    label: () => words.results.commands.failed,
    group: 'Rehearse',
    isEnabled: () => canSearch() && (run()?.outcomes.failed ?? 0) > 0,
    whyNot: () => (hasRun() ? words.results.commands.noneFailed : whyNot()),
    run: () => look({ end: 'failed', order: 'slowest', limit: 20 }),
  },
  {
    id: 'results.saveTraces',
    label: () => words.results.commands.saveTraces,
    group: 'Rehearse',
    isEnabled: () => hasRun() && shownTraces().length > 0,
    whyNot,
    run: () => {
      const result = run();
      if (result !== null) void saveTraces(result, shownTraces());
    },
  },
];
