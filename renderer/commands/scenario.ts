import { redoLabel, undoLabel } from '../../shared/edit/index.ts';
import { save } from '../files/index.ts';
import {
  duplicateScenario,
  duplicateSelected,
  goToEvent,
  moveEnds,
  moveSelected,
  moveStarts,
  moveToLane,
  newScenario,
  openScenario,
  rampSelected,
  removeSelected,
  saveScenario,
  saveScenarioAs,
  selectAllEvents,
  selectedIds,
  showEditor,
  timelineStore,
  zoomTo,
} from '../scenario/index.ts';
import {
  documentStore,
  draftInUse,
  isDraftEdited,
  isEdited,
  redoScenario,
  scenarioInUse,
  selectEvents,
  undoScenario,
  viewStore,
} from '../state/index.ts';
import { words } from '../words/index.ts';
import { type AppCommand, isOpen } from './command.ts';

/** What is done to a scenario. It has a history of its own, so undo and save mean the scenario where it is edited. */

const texts = words.scenarioEditor.commands;
const isShown = (): boolean => isOpen() && viewStore.getState().room === 'rehearse' && viewStore.getState().rehearseTab === 'scenario';
const hasSelected = (): boolean => isShown() && selectedIds().length > 0;
const hasEvents = (): boolean => isShown() && scenarioInUse().events.length > 0;
const whyNot = (): string => (isShown() ? texts.noEvents : texts.notShown);

const ofSelected = (id: string, label: string, keys: readonly string[], run: () => void, isEnabled = hasSelected): AppCommand => ({
  id: `scenario.${id}`,
  label: () => label,
  group: 'Timeline',
  keys,
  room: 'rehearse',
  within: 'timeline',
  isEnabled,
  whyNot,
  run,
});

const onTimeline: readonly AppCommand[] = [
  ofSelected('remove', texts.remove, ['Delete', 'Backspace'], removeSelected),
  ofSelected('earlier', texts.earlier, ['ArrowLeft'], () => moveSelected(-1)),
  ofSelected('later', texts.later, ['ArrowRight'], () => moveSelected(1)),
  ofSelected('shorter', texts.shorter, ['Shift+ArrowLeft'], () => moveEnds(-1)),
  ofSelected('longer', texts.longer, ['Shift+ArrowRight'], () => moveEnds(1)),
  ofSelected('startEarlier', texts.startEarlier, ['Alt+ArrowLeft'], () => moveStarts(-1)),
  ofSelected('startLater', texts.startLater, ['Alt+ArrowRight'], () => moveStarts(1)),
  ofSelected('rampUpLess', texts.rampUpLess, ['['], () => rampSelected('up', -1)),
  ofSelected('rampUpMore', texts.rampUpMore, [']'], () => rampSelected('up', 1)),
  ofSelected('rampDownLess', texts.rampDownLess, ['{'], () => rampSelected('down', -1)),
  ofSelected('rampDownMore', texts.rampDownMore, ['}'], () => rampSelected('down', 1)),
  ofSelected('laneUp', texts.laneUp, ['Mod+ArrowUp'], () => moveToLane(-1)),
  ofSelected('laneDown', texts.laneDown, ['Mod+ArrowDown'], () => moveToLane(1)),
  ofSelected('previous', texts.previous, ['ArrowUp'], () => goToEvent('previous'), hasEvents),
  ofSelected('next', texts.next, ['ArrowDown'], () => goToEvent('next'), hasEvents),
  ofSelected('first', texts.first, ['Home'], () => goToEvent('first'), hasEvents),
  ofSelected('last', texts.last, ['End'], () => goToEvent('last'), hasEvents),
  ofSelected('settings', texts.open_, ['Enter'], () =>
    document.querySelector<HTMLElement>('.sc-inspector .field-control :is(input, button)')?.focus(),
  ),
  ofSelected('leave', texts.leave, ['Escape'], () => selectEvents([])),
];

const inEditor: readonly AppCommand[] = [
  {
    id: 'scenario.undo',
    label: () => {
      const draft = draftInUse();
      const label = draft && undoLabel(draft.history);
      return label === undefined ? texts.undo : `${texts.undo}: ${label}`;
    },
    group: 'Timeline',
    keys: ['Mod+Z'],
    isEnabled: () => isShown() && (draftInUse()?.history.position ?? 0) > 0,
    whyNot: () => (isShown() ? words.commands.nothingToUndo : texts.notShown),
    run: undoScenario,
  },
  {
    id: 'scenario.redo',
    label: () => {
      const draft = draftInUse();
      const label = draft && redoLabel(draft.history);
      return label === undefined ? texts.redo : `${texts.redo}: ${label}`;
    },
    group: 'Timeline',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    isEnabled: () => {
      const draft = draftInUse();
      return isShown() && draft !== undefined && redoLabel(draft.history) !== undefined;
    },
    whyNot: () => (isShown() ? words.commands.nothingToRedo : texts.notShown),
    run: redoScenario,
  },
  {
    id: 'scenario.save',
    label: () => texts.save,
    group: 'Timeline',
    keys: ['Mod+S'],
    isEnabled: isOpen,
    run: () => {
      const draft = draftInUse();
      // Where only the policy has changes, the key means what it means everywhere.
      const isPolicyMeant = (draft === undefined || !isDraftEdited(draft)) && isEdited(documentStore.getState());
      void (isShown() && isPolicyMeant ? save() : saveScenario());
    },
  },
  {
    id: 'scenario.saveAs',
    label: () => texts.saveAs,
    group: 'Timeline',
    keys: ['Mod+Shift+S'],
    isEnabled: isOpen,
    run: () => void saveScenarioAs(),
  },
  {
    id: 'scenario.duplicateEvents',
    label: () => texts.duplicateEvents,
    group: 'Timeline',
    keys: ['Mod+D'],
    isEnabled: hasSelected,
    whyNot,
    run: duplicateSelected,
  },
  {
    id: 'scenario.selectAll',
    label: () => texts.selectAll,
    group: 'Timeline',
    keys: ['Mod+A'],
    isEnabled: hasEvents,
    whyNot,
    run: selectAllEvents,
  },
];

const timeline = (change: (zoom: number) => number) => (): void => zoomTo(change(timelineStore.getState().zoom));
const dialog = (name: 'library' | 'random') => (): void => {
  showEditor();
  // The editor closes its dialogs when it leaves and comes.
  setTimeout(() => timelineStore.setState({ dialog: name }), 0);
};

export const scenarioCommands: readonly AppCommand[] = [
  ...onTimeline,
  ...inEditor.map((command): AppCommand => ({ ...command, room: 'rehearse', within: 'scenario' })),
  { id: 'scenario.edit', label: () => texts.edit, group: 'Rehearse', keys: ['Mod+Alt+E'], isEnabled: isOpen, run: showEditor },
  { id: 'scenario.new', label: () => texts.new, group: 'Rehearse', isEnabled: isOpen, run: newScenario },
  { id: 'scenario.open', label: () => texts.open, group: 'Rehearse', isEnabled: isOpen, run: () => void openScenario() },
  { id: 'scenario.duplicate', label: () => texts.duplicate, group: 'Rehearse', isEnabled: isOpen, run: duplicateScenario },
  { id: 'scenario.library', label: () => texts.library, group: 'Rehearse', isEnabled: isOpen, run: dialog('library') },
  { id: 'scenario.random', label: () => texts.random, group: 'Rehearse', isEnabled: isOpen, run: dialog('random') },
  { id: 'scenario.zoomIn', label: () => texts.zoomIn, group: 'Timeline', isEnabled: isShown, whyNot, run: timeline((zoom) => zoom * 1.5) },
  {
    id: 'scenario.zoomOut',
    label: () => texts.zoomOut,
    group: 'Timeline',
    isEnabled: isShown,
    whyNot,
    run: timeline((zoom) => zoom / 1.5),
  },
  { id: 'scenario.fit', label: () => texts.fit, group: 'Timeline', isEnabled: isShown, whyNot, run: timeline(() => 1) },
];

/**
 * Where the editor's keys count. While it is on the screen, undo and save mean the scenario wherever the focus is: it is what one looks at. Arrows and
 * plain keys are the timeline's only where it has the focus, or nothing has.
 */
export const isInScenario = (target: EventTarget | null, part: 'scenario' | 'timeline'): boolean => {
  if (!(target instanceof Element) || !isShown()) return false;
  if (part === 'scenario' || target === document.body) return true;
  return target.closest('[data-keys="timeline"]') !== null && target.closest('button, a, input, textarea') === null;
};
