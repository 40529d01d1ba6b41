import { createStore, useStore } from 'zustand';
import {
  goTo,
  type History,
  redo,
  runCommand,
  type ScenarioCommand,
  setScenario,
  startHistory,
  together,
  undo,
} from '../../shared/edit/index.ts';
import type { Scenario } from '../../shared/model/index.ts';
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
  /** What would not be lost: the one on disk, or the one that it was begun from; null = nothing. Compared by identity. */
  readonly saved: Scenario | null;
  /** Shipped scenario (or the policy's own) that this one is a copy of; null for one that began here or in a file. */
  readonly copyOf: Scenario | null;
}

export interface ScenarioDraftsState {
  /** Latest begun last. They outlive the choice of another scenario and of another policy: nothing is lost by looking at something else. */
  readonly drafts: readonly ScenarioDraft[];
  /** Ids of selected events of the scenario in use. */
  readonly selected: readonly string[];
}

const KEY_PREFIX = 'scenario-';
const newKey = (): string => `${KEY_PREFIX}${crypto.randomUUID()}`;
/** The journal holds policies too; a key tells which it is. */
export const isScenarioKey = (key: string): boolean => key.startsWith(KEY_PREFIX);

export const isDraftEdited = ({ history, saved }: ScenarioDraft): boolean => history.document !== saved;

/** Undone to the shipped scenario that it was begun from: it is that scenario, and no draft to anybody who looks. */
const isBackAtCopied = ({ history, copyOf }: ScenarioDraft): boolean => copyOf !== null && history.document === copyOf;

/** What can be chosen again. */
export const listedDrafts = (drafts: readonly ScenarioDraft[]): readonly ScenarioDraft[] =>
  drafts.filter((draft) => !isBackAtCopied(draft));

/** The draft behind a scenario; undefined for one that nothing was done to, as a shipped one. */
export const draftOf = (drafts: readonly ScenarioDraft[], scenario: Scenario): ScenarioDraft | undefined =>
  drafts.findLast(({ history }) => history.document === scenario);

export const scenarioDraftsStore = createStore<ScenarioDraftsState>(() => ({ drafts: [], selected: [] }));
export const useScenarioDrafts = <T>(selector: (state: ScenarioDraftsState) => T): T => useStore(scenarioDraftsStore, selector);

/** The scenario in use is the one that is edited and the one that is simulated: there is no other. */
export const scenarioInUse = (): Scenario => inputsStore.getState().scenario;
export const draftInUse = (): ScenarioDraft | undefined => draftOf(scenarioDraftsStore.getState().drafts, scenarioInUse());

const put = (draft: ScenarioDraft): void =>
  scenarioDraftsStore.setState(({ drafts }) => ({
    drafts: drafts.some(({ key }) => key === draft.key)
      ? drafts.map((other) => (other.key === draft.key ? draft : other))
      : [...drafts, draft],
  }));

/** Name and id of a copy; `taken`: ids that other scenarios of the window have. */
export type NameCopy = (scenario: Scenario, taken: ReadonlySet<string>) => Pick<Scenario, 'id' | 'name'>;

/** Ids are named on command lines and in comparisons, so one is not used for two scenarios of a window. */
export const takenScenarioIds = (): ReadonlySet<string> =>
  new Set([
    scenarioInUse().id,
    ...inputsStore.getState().ownScenarios.map(({ id }) => id),
    ...scenarioDraftsStore.getState().drafts.map(({ history }) => history.document.id),
  ]);

/**
 * Changes the scenario in use. A shipped one becomes a copy under another name with its first change, as one step, so that the name keeps meaning
 * what it says; undoing that step is back at the shipped one. Commands with the same gesture are undone as one.
 */
export function editScenario(command: ScenarioCommand, nameCopy: NameCopy, gesture?: string): void {
  const scenario = scenarioInUse();
  if (command.apply(scenario) === scenario) return;
  const draft = draftInUse() ?? {
    key: newKey(),
    history: startHistory(scenario),
    path: null,
    sha256: null,
    saved: scenario,
    copyOf: scenario,
  };
  const label = command.labelFor?.(scenario) ?? command.label;
  const step = isBackAtCopied(draft) ? together<Scenario>([command, setScenario(nameCopy(scenario, takenScenarioIds()))], label) : command;
  show({ ...draft, history: runCommand(draft.history, step, gesture) });
}

function show(draft: ScenarioDraft): void {
  put(draft);
  inputsStore.getState().chooseScenario(draft.history.document);
}

function step(change: (history: History<Scenario>) => History<Scenario>): void {
  const draft = draftInUse();
  const history = draft && change(draft.history);
  if (draft !== undefined && history !== undefined && history !== draft.history) show({ ...draft, history });
}

export const undoScenario = (): void => step(undo);
export const redoScenario = (): void => step(redo);
/** To the state that a gesture began from: Escape in the middle of it. */
export const leaveGesture = (position: number): void => step((history) => goTo(history, position));

export const selectEvents = (selected: readonly string[]): void => scenarioDraftsStore.setState({ selected });

/** Another scenario to look at, change and simulate. */
export function beginDraft(scenario: Scenario, origin: Pick<ScenarioDraft, 'path' | 'sha256' | 'saved'>): void {
  selectEvents([]);
  show({ key: newKey(), history: startHistory(scenario), copyOf: null, ...origin });
}

/** Work that an earlier session left: listed, not chosen. */
export function restoreDraft(scenario: Scenario, origin: Pick<ScenarioDraft, 'key' | 'path' | 'sha256'>): void {
  if (scenarioDraftsStore.getState().drafts.some(({ key }) => key === origin.key)) return;
  put({ ...origin, history: startHistory(scenario), saved: null, copyOf: null });
}

export function draftSaved(key: string, path: string, sha256: string, saved: Scenario): void {
  const draft = scenarioDraftsStore.getState().drafts.find((other) => other.key === key);
  if (draft !== undefined) put({ ...draft, path, sha256, saved });
}

/** Given up for good; what it began from is in use again where it was in use. */
export function dropDraft(key: string, instead: Scenario): void {
  const { drafts } = scenarioDraftsStore.getState();
  const draft = drafts.find((other) => other.key === key);
  if (draft === undefined) return;
  scenarioDraftsStore.setState({ drafts: drafts.filter((other) => other !== draft) });
  if (draft.history.document === scenarioInUse()) inputsStore.getState().chooseScenario(draft.copyOf ?? instead);
}

// Chosen elsewhere, undone or removed: what is no longer there cannot be selected.
inputsStore.subscribe((state, before) => {
  if (state.scenario === before.scenario) return;
  const there = new Set(state.scenario.events.map(({ id }) => id));
  const { selected } = scenarioDraftsStore.getState();
  if (selected.some((id) => !there.has(id))) selectEvents(selected.filter((id) => there.has(id)));
});
