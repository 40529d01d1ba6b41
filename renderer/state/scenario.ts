import { createStore, useStore } from 'zustand';
import { goTo, type History, redo, runCommand, type ScenarioCommand, setScenario, startHistory, together, undo } from '../../shared/edit/index.ts';
import { CALM, type Scenario } from '../../shared/model/index.ts';
import { inputsStore } from './inputs.ts';

/** A scenario that was drawn, changed or opened in this window. */
export interface ScenarioDraft {
  /** Chosen once; the journal knows it by this. */
  readonly key: string;
  readonly history: History<Scenario>;
  /** Null until it is saved. */
  readonly path: string | null;
  /** Of the text on disk; null without a path. */
  readonly sha256: string | null;
  /** What is on disk, or what it was begun from; null = nowhere. Compared by identity. */
  readonly saved: Scenario | null;
}

export interface ScenarioDraftsState {
  /** Latest begun last. They outlive the choice of another scenario, and of another policy: nothing is lost by looking at something else. */
  readonly drafts: readonly ScenarioDraft[];
  /** Ids of selected events of the scenario in use. */
  readonly selected: readonly string[];
}

export const isDraftEdited = ({ history, saved }: ScenarioDraft): boolean => history.document !== saved;

/** The draft behind a scenario; undefined for one that nothing was done to, as a shipped one. */
export const draftOf = (drafts: readonly ScenarioDraft[], scenario: Scenario): ScenarioDraft | undefined =>
  drafts.find(({ history }) => history.document === scenario);

/** What can be chosen again: a draft that was undone to the shipped scenario it began from is that scenario. */
export const listedDrafts = (drafts: readonly ScenarioDraft[]): readonly ScenarioDraft[] =>
  drafts.filter(({ history, path, saved }) => history.position > 0 || path !== null || saved === null);

export const scenarioDraftsStore = createStore<ScenarioDraftsState>(() => ({ drafts: [], selected: [] }));
export const useScenarioDrafts = <T>(selector: (state: ScenarioDraftsState) => T): T => useStore(scenarioDraftsStore, selector);

/** The scenario in use is the one that is edited and the one that is simulated: there is no other. */
const inUse = (): Scenario => inputsStore.getState().scenario;
export const draftInUse = (): ScenarioDraft | undefined => draftOf(scenarioDraftsStore.getState().drafts, inUse());

const put = (draft: ScenarioDraft): void => {
  scenarioDraftsStore.setState(({ drafts }) => ({
    drafts: drafts.some(({ key }) => key === draft.key) ? drafts.map((other) => (other.key === draft.key ? draft : other)) : [...drafts, draft],
  }));
};

/** Ids are named on command lines and in comparisons, so one is not used for two scenarios of a window. */
const takenIds = (): ReadonlySet<string> =>
  new Set([
    ...inputsStore.getState().ownScenarios.map(({ id }) => id),
    ...scenarioDraftsStore.getState().drafts.map(({ history }) => history.document.id),
  ]);

export interface CopyNames {
  readonly name: string;
  readonly id: (taken: ReadonlySet<string>) => string;
}

/**
 * Changes the scenario in use. One that is not a draft yet becomes one: a copy under another name, so that a shipped scenario of that name stays
 * what it is. The copy and the first change are one step; undoing it is back at the shipped one.
 */
export function editScenario(command: ScenarioCommand, copyNames: (scenario: Scenario) => CopyNames, gesture?: string): void {
  const scenario = inUse();
  const draft = draftInUse();
  if (draft === undefined) {
    const { name, id } = copyNames(scenario);
    const taken = new Set([...takenIds(), scenario.id]);
    if (command.apply(scenario) === scenario) return;
    const copied = together<Scenario>([command, setScenario({ name, id: id(taken) })], command.labelFor?.(scenario) ?? command.label);
    const history = runCommand(startHistory(scenario), copied, gesture);
    put({ key: crypto.randomUUID(), history, path: null, sha256: null, saved: scenario });
    inputsStore.getState().chooseScenario(history.document);
    return;
  }
  const isFirst = draft.history.position === 0 && draft.path === null && draft.saved === draft.history.document;
  // Back at what it was begun from: the copy is made once more.
  const { name, id } = copyNames(scenario);
  const renamed = isFirst ? together<Scenario>([command, setScenario({ name, id: id(new Set([...takenIds(), scenario.id])) })], command.label) : command;
  change(draft, runCommand(draft.history, renamed, gesture));
}

function change(draft: ScenarioDraft, history: History<Scenario>): void {
  if (history === draft.history) return;
  put({ ...draft, history });
  inputsStore.getState().chooseScenario(history.document);
  const there = new Set(history.document.events.map(({ id }) => id));
  const { selected } = scenarioDraftsStore.getState();
  if (selected.some((id) => !there.has(id))) selectEvents(selected.filter((id) => there.has(id)));
}

export function undoScenario(): void {
  const draft = draftInUse();
  if (draft !== undefined) change(draft, undo(draft.history));
}
export function redoScenario(): void {
  const draft = draftInUse();
  if (draft !== undefined) change(draft, redo(draft.history));
}
/** To the state that a gesture began from; Escape in the middle of a drag. */
export function leaveGesture(position: number): void {
  const draft = draftInUse();
  if (draft !== undefined) change(draft, goTo(draft.history, position));
}

export function selectEvents(selected: readonly string[]): void {
  scenarioDraftsStore.setState({ selected });
}

/** Another scenario to look at, edit and simulate. `saved`: what is on disk; null = it exists nowhere else. */
export function beginDraft(scenario: Scenario, origin: { readonly path: string | null; readonly sha256: string | null; readonly saved: Scenario | null; readonly key?: string }): void {
  const { key, ...rest } = origin;
  put({ key: key ?? crypto.randomUUID(), history: startHistory(scenario), ...rest });
  selectEvents([]);
  inputsStore.getState().chooseScenario(scenario);
}

/** Work that an earlier session left: listed, not chosen. */
export function restoreDraft(scenario: Scenario, origin: Pick<ScenarioDraft, 'key' | 'path' | 'sha256'>): void {
  if (scenarioDraftsStore.getState().drafts.some(({ key }) => key === origin.key)) return;
  put({ ...origin, history: startHistory(scenario), saved: null });
}

export function draftSaved(key: string, path: string, sha256: string, saved: Scenario): void {
  const draft = scenarioDraftsStore.getState().drafts.find((other) => other.key === key);
  if (draft !== undefined) put({ ...draft, path, sha256, saved });
}

/** Given up for good. */
export function dropDraft(key: string): void {
  const { drafts } = scenarioDraftsStore.getState();
  const draft = drafts.find((other) => other.key === key);
  if (draft === undefined) return;
  scenarioDraftsStore.setState({ drafts: drafts.filter((other) => other !== draft) });
  if (draft.history.document === inUse()) {
    selectEvents([]);
    inputsStore.getState().chooseScenario(draft.history.entries[0]?.document ?? CALM);
  }
}

// Chosen elsewhere (the bar, another policy): what was selected belongs to another scenario.
inputsStore.subscribe((state, before) => {
  if (state.scenario === before.scenario) return;
  const there = new Set(state.scenario.events.map(({ id }) => id));
  const { selected } = scenarioDraftsStore.getState();
  if (selected.some((id) => !there.has(id))) selectEvents(selected.filter((id) => there.has(id)));
});
