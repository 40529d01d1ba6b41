import { applyPoint, chosenPoint, knobsView, liveStore, type Mode, runChange, setLive } from '../knobs/index.ts';
import { basisStore, beforeOf, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { type AppCommand, isEditable, isOpen } from './command.ts';

const hasRun = (): boolean => isOpen() && beforeOf(basisStore.getState()) !== null;

const go = (id: string, mode: Mode, label: () => string): AppCommand => ({
  id,
  label,
  group: 'Rehearse',
  isEnabled: hasRun,
  whyNot: () => words.knobs.commands.noRun,
  run: () => {
    knobsView.getState().show(mode);
    viewStore.getState().showRehearse('what-if');
  },
});

export const knobCommands: readonly AppCommand[] = [
  go('run.whatIf', 'live', () => words.knobs.commands.go),
  go('run.matters', 'matters', () => words.knobs.commands.matters),
  go('run.sweep', 'sweep', () => words.knobs.commands.sweep),
  {
    id: 'run.change',
    label: () => words.knobs.commands.runChange,
    group: 'Rehearse',
    isEnabled: () => hasRun() && liveStore.getState().status === 'waiting',
    whyNot: () => (hasRun() ? words.knobs.commands.nothingWaits : words.knobs.commands.noRun),
    run: runChange,
  },
  {
    id: 'run.applyPoint',
    label: () => words.knobs.commands.applyPoint,
    group: 'Rehearse',
    isEnabled: () => isEditable() && chosenPoint() !== null,
    whyNot: () => (isEditable() ? words.knobs.commands.noPoint : words.commands.readOnly),
    run: applyPoint,
  },
  {
    id: 'run.saved',
    label: () => words.runs.command,
    group: 'Rehearse',
    isEnabled: isOpen,
    run: () => viewStore.getState().showRehearse('runs'),
  },
  {
    id: 'run.save',
    label: () => words.runs.save.command,
    group: 'Rehearse',
    isEnabled: () => isOpen() && basisStore.getState().last !== null,
    whyNot: () => words.runs.save.noRun,
    run: () => viewStore.getState().showRehearse('runs'),
  },
  {
    id: 'run.live',
    label: () => words.knobs.commands.live(liveStore.getState().isOn),
    group: 'Rehearse',
    isEnabled: isOpen,
    run: () => setLive(!liveStore.getState().isOn),
  },
];
