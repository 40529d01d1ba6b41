import { disconnect, redoLabel, removeNodes, removeNote, undoLabel } from '../../shared/edit/index.ts';
import { kinds } from '../../shared/kinds/index.ts';
import { activeCanvas, addKind, addNoteToCanvas, tidyCanvas } from '../canvas/index.ts';
import { duplicateSelection } from '../clipboard/index.ts';
import { backToWelcome, openFile, save, saveAs } from '../files/index.ts';
import { cancelRun, simulate } from '../rehearsal/simulate.ts';
import { documentStore, isEdited, runStore, textDraftStore, textEditing, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { type AppCommand, always, inDesign, isBrowser, isEditable, isOpen } from './command.ts';
import { drawingCommands } from './drawing.ts';
import { gatewayImportCommands } from './gateway-import.ts';
import { gatewayCommands } from './gateways.ts';
import { showKeys } from './keymap.ts';
import { knobCommands } from './knobs.ts';
import { problemCommands } from './problems.ts';
import { recipeCommands } from './recipes.ts';
import { resultCommands } from './results.ts';
import { reviewCommands } from './review.ts';
import { scenarioCommands } from './scenario.ts';
import { serveCommands } from './serve.ts';
import { settingsCommands } from './settings.ts';
import { startCommands } from './start.ts';
import { textCommands } from './text.ts';
import { tierCommands } from './tiers.ts';
import { trafficCommands } from './traffic.ts';
import { walkCommands } from './walk.ts';
import { windowCommands } from './windows.ts';

export type { AppCommand } from './command.ts';

/** In the text, and not yet in the document. */
const isTyping = (): boolean => textDraftStore.getState().isUnsettled;

export const commands: readonly AppCommand[] = [
  // Before the document's: where a scenario is edited, its own undo and save come first.
  ...scenarioCommands,
  {
    id: 'file.new',
    label: () => words.commands.newPolicy,
    group: 'File',
    keys: isBrowser ? ['Mod+Alt+N'] : ['Mod+N'],
    isEnabled: always,
    run: () => viewStore.getState().show({ isNewPolicyOpen: true, newPolicyFrom: null }),
  },
  {
    id: 'file.open',
    label: () => words.commands.openPolicy,
    group: 'File',
    keys: ['Mod+O'],
    isEnabled: always,
    run: () => void openFile(),
  },
  ...gatewayImportCommands,
  ...serveCommands,
  ...windowCommands,
  {
    id: 'file.save',
    label: () => words.commands.save,
    group: 'File',
    keys: ['Mod+S'],
    isEnabled: () => isEditable() && (isEdited(documentStore.getState()) || documentStore.getState().origin.path === null || isTyping()),
    whyNot: () => (isEditable() ? words.commands.nothingToSave : words.commands.readOnly),
    run: () => void save(),
  },
  {
    id: 'file.saveAs',
    label: () => words.commands.saveAs,
    group: 'File',
    keys: ['Mod+Shift+S'],
    isEnabled: isOpen,
    run: () => void saveAs(),
  },
  { id: 'file.close', label: () => words.commands.back, group: 'File', isEnabled: isOpen, run: () => void backToWelcome() },
  {
    id: 'edit.undo',
    label: () => {
      const { history } = documentStore.getState();
      const label = history === null ? undefined : undoLabel(history);
      return label === undefined ? words.commands.undo : words.commands.undoThis(label);
    },
    group: 'Edit',
    keys: ['Mod+Z'],
    isEnabled: () => isEditable() && ((documentStore.getState().history?.position ?? 0) > 0 || isTyping()),
    whyNot: () => (isEditable() ? words.commands.nothingToUndo : words.commands.readOnly),
    run: () => {
      if (textEditing()?.undo() !== true) documentStore.getState().undo();
    },
  },
  {
    id: 'edit.redo',
    label: () => {
      const { history } = documentStore.getState();
      const label = history === null ? undefined : redoLabel(history);
      return label === undefined ? words.commands.redo : words.commands.redoThis(label);
    },
    group: 'Edit',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    isEnabled: () => {
      const { history } = documentStore.getState();
      return isEditable() && history !== null && redoLabel(history) !== undefined;
    },
    whyNot: () => (isEditable() ? words.commands.nothingToRedo : words.commands.readOnly),
    run: () => {
      if (textEditing()?.redo() !== true) documentStore.getState().redo();
    },
  },
  {
    id: 'edit.delete',
    label: () => words.commands.deleteSelection,
    group: 'Edit',
    keys: ['Delete', 'Backspace'],
    isEnabled: () => {
      const { selection } = viewStore.getState();
      return inDesign() && selection.nodes.length + selection.edges.length + selection.notes.length > 0;
    },
    run: deleteSelection,
  },
  {
    id: 'edit.duplicate',
    label: () => words.commands.duplicateSelection,
    group: 'Edit',
    keys: ['Mod+D'],
    isEnabled: () => inDesign() && viewStore.getState().selection.nodes.length > 0,
    run: duplicateSelection,
  },
  {
    id: 'edit.selectAll',
    label: () => words.commands.selectAll,
    group: 'Edit',
    keys: ['Mod+A'],
    isEnabled: inDesign,
    run: () => viewStore.getState().select({ nodes: documentStore.getState().history?.document.policy.nodes.map(({ id }) => id) ?? [] }),
  },
  {
    id: 'view.commands',
    label: () => words.commands.palette,
    group: 'View',
    keys: ['Mod+K'],
    isEnabled: always,
    run: () => viewStore.getState().show({ overlay: viewStore.getState().overlay === 'commands' ? null : 'commands' }),
  },
  {
    id: 'view.design',
    label: () => words.commands.toDesign,
    group: 'View',
    keys: [isBrowser ? 'Alt+1' : 'Mod+1'],
    isEnabled: isOpen,
    run: () => viewStore.getState().goTo('design'),
  },
  ...textCommands,
  ...drawingCommands,
  ...tierCommands,
  ...walkCommands,
  {
    id: 'view.tiers',
    label: () => words.tiers.go,
    group: 'View',
    keys: [isBrowser ? 'Alt+2' : 'Mod+2'],
    isEnabled: isOpen,
    run: () => viewStore.getState().goTo('tiers'),
  },
  {
    id: 'view.rehearse',
    label: () => words.commands.toRehearse,
    group: 'View',
    keys: [isBrowser ? 'Alt+3' : 'Mod+3'],
    isEnabled: isOpen,
    run: () => viewStore.getState().goTo('rehearse'),
  },
  {
    id: 'view.export',
    label: () => words.commands.toExport,
    group: 'View',
    keys: [isBrowser ? 'Alt+4' : 'Mod+4'],
    isEnabled: isOpen,
    run: () => viewStore.getState().goTo('export'),
  },
  {
    id: 'view.fit',
    label: () => words.canvas.fit,
    group: 'View',
    keys: ['F'],
    isEnabled: () => isOpen() && activeCanvas() !== null,
    whyNot: () => words.commands.noDrawing,
    run: () => activeCanvas()?.fit(),
  },
  { id: 'view.tidy', label: () => words.canvas.tidy, group: 'View', keys: ['T'], isEnabled: inDesign, run: tidyCanvas },
  ...reviewCommands,
  ...gatewayCommands,
  ...settingsCommands,
  ...resultCommands,
  ...startCommands,
  {
    id: 'run.simulate',
    label: () => words.commands.simulate,
    group: 'Rehearse',
    keys: ['Mod+Enter'],
    isEnabled: () => isOpen() && runStore.getState().status !== 'running',
    whyNot: () => words.commands.isRunning,
    run: () => void simulate(),
  },
  {
    id: 'run.cancel',
    label: () => words.commands.cancelRun,
    group: 'Rehearse',
    isEnabled: () => runStore.getState().status === 'running',
    whyNot: () => words.commands.noRun,
    run: cancelRun,
  },
  ...knobCommands,
  ...problemCommands,
  ...trafficCommands,
  ...recipeCommands,
  { id: 'add.note', label: () => words.canvas.addNote, group: 'Add', isEnabled: inDesign, run: addNoteToCanvas },
  ...[...kinds.values()].map(
    (kind): AppCommand => ({
      id: `add.${kind.kind}`,
      label: () => words.commands.add(kind.face.title),
      group: 'Add',
      isEnabled: inDesign,
      run: () => addKind(kind.kind, null),
    }),
  ),
];

showKeys(commands);

const byId = new Map(commands.map((command) => [command.id, command]));

export function commandOf(id: string): AppCommand {
  const command = byId.get(id);
  if (command === undefined) throw new Error(`there is no command "${id}"`);
  return command;
}

/** Runs it if it can be run now; ids come from the native menu too, so an unknown one is passed over. */
export function runCommandById(id: string): void {
  const command = byId.get(id);
  if (command?.isEnabled() === true) command.run();
}

function deleteSelection(): void {
  const { selection, select } = viewStore.getState();
  const { run } = documentStore.getState();
  const gesture = `delete ${selection.nodes.join(' ')}|${selection.edges.join(' ')}|${selection.notes.join(' ')}`;
  if (selection.nodes.length > 0) run(removeNodes(selection.nodes), gesture);
  if (selection.edges.length > 0) run(disconnect(selection.edges), gesture);
  for (const id of selection.notes) run(removeNote(id), gesture);
  select({});
}
