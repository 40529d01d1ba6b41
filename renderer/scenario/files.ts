import { freeId } from '../../shared/edit/index.ts';
import { readScenario, writeScenario } from '../../shared/format/index.ts';
import { CALM, type Scenario } from '../../shared/model/index.ts';
import { client } from '../connection/index.ts';
import { askReplace, choosePath, chooseSavePath, idOf } from '../files/index.ts';
import {
  beginDraft,
  draftInUse,
  draftSaved,
  dropDraft,
  fileName,
  inputsStore,
  isDraftEdited,
  scenarioDraftsStore,
  scenarioInUse,
  takenScenarioIds,
  viewStore,
} from '../state/index.ts';
import { words } from '../words/index.ts';

const texts = words.scenarioEditor.files;
const refused = (text: string): void => viewStore.getState().toast({ tone: 'bad', text });

export const showEditor = (): void => viewStore.getState().showRehearse('scenario');

const named = (scenario: Scenario, name: string): Scenario => ({
  ...scenario,
  name: name.slice(0, 200),
  id: freeId(idOf(name), takenScenarioIds()),
});

/** An empty one. The one in use stays among those that can be chosen. */
export function newScenario(): void {
  const scenario: Scenario = named({ ...CALM, description: '', events: [] }, texts.newName);
  beginDraft(scenario, { path: null, sha256: null, saved: scenario });
  showEditor();
}

export function beginUnsaved(scenario: Scenario): void {
  beginDraft(named(scenario, scenario.name), { path: null, sha256: null, saved: null });
  showEditor();
}

export function duplicateScenario(): void {
  const scenario = scenarioInUse();
  beginUnsaved({ ...scenario, name: texts.duplicateOf(scenario.name) });
}

export async function openScenario(): Promise<void> {
  const path = await choosePath({ title: texts.open, extensions: ['json'] });
  if (path === null) return;
  const file = await client().files.open({ path });
  if (!file.ok) return refused(file.message);
  const read = readScenario(file.text);
  if (!read.ok) return refused(`${fileName(path)}: ${read.error.message}`);
  const open = scenarioDraftsStore.getState().drafts.find((draft) => draft.path === file.path);
  // It is open already: with the changes that were made here, unless there are none and the file is another by now.
  if (open !== undefined && (isDraftEdited(open) || open.sha256 === file.sha256))
    inputsStore.getState().chooseScenario(open.history.document);
  else beginDraft(read.value, { path: file.path, sha256: file.sha256, saved: read.value });
  showEditor();
}

/** True when the scenario in use is on disk afterwards. */
export async function saveScenario(): Promise<boolean> {
  const draft = draftInUse();
  if (draft === undefined || draft.path === null) return saveScenarioAs();
  return write(draft.path, { expectedSha256: draft.sha256, mayReplace: false });
}

export async function saveScenarioAs(): Promise<boolean> {
  const scenario = scenarioInUse();
  const draft = draftInUse();
  const suggestedName = draft === undefined || draft.path === null ? `${scenario.id}.scenario.json` : fileName(draft.path);
  const path = await chooseSavePath({ title: texts.save, suggestedName, extensions: ['json'] });
  if (path === null) return false;
  return write(path, { expectedSha256: path === draft?.path ? draft.sha256 : null, mayReplace: false });
}

async function write(path: string, condition: { readonly expectedSha256: string | null; readonly mayReplace: boolean }): Promise<boolean> {
  const scenario = scenarioInUse();
  const result = await client().files.save({ path, text: writeScenario(scenario), ...condition });
  if (result.ok) {
    const draft = draftInUse();
    if (draft === undefined) beginDraft(scenario, { path: result.path, sha256: result.sha256, saved: scenario });
    else {
      draftSaved(draft.key, result.path, result.sha256, scenario);
      await client().journal.drop({ documentKey: draft.key, path: draft.path });
    }
    viewStore.getState().toast({ tone: 'good', text: texts.saved(fileName(result.path)) });
    return true;
  }
  if (result.reason === 'already-exists') {
    return (await askReplace(path)) ? write(path, { expectedSha256: null, mayReplace: true }) : false;
  }
  if (result.reason === 'changed-outside') return resolveOutsideChange(path);
  refused(result.message);
  return false;
}

async function resolveOutsideChange(path: string): Promise<boolean> {
  const { title, text, keep, overwrite, cancel } = texts.changedOutside;
  const choice = await viewStore.getState().ask({
    title: title(fileName(path)),
    text,
    choices: [
      { id: 'cancel', label: cancel },
      { id: 'overwrite', label: overwrite, tone: 'danger' },
      { id: 'as', label: keep, tone: 'primary' },
    ],
  });
  if (choice === 'as') return saveScenarioAs();
  return choice === 'overwrite' ? write(path, { expectedSha256: null, mayReplace: true }) : false;
}

/** Gives the draft in use up, after a word when it holds what is nowhere else. */
export async function discardDraft(): Promise<void> {
  const draft = draftInUse();
  if (draft === undefined) return;
  if (isDraftEdited(draft)) {
    const { title, text, keep, yes } = texts.discard;
    const choice = await viewStore.getState().ask({
      title: title(draft.history.document.name),
      text,
      choices: [
        { id: 'keep', label: keep },
        { id: 'discard', label: yes, tone: 'danger' },
      ],
    });
    if (choice !== 'discard') return;
  }
  dropDraft(draft.key, CALM);
  await client().journal.drop({ documentKey: draft.key, path: draft.path });
}
