import { readPolicy } from '../../shared/format/index.ts';
import { CALM, POLICY_FORMAT, type PolicyDocument } from '../../shared/model/index.ts';
import { library } from '../../shared/scenario/index.ts';
import { client, type HostClient } from '../connection/index.ts';
import {
  type DocumentOrigin,
  documentName,
  documentStore,
  fileName,
  inputsStore,
  isEdited,
  runStore,
  settleText,
  viewStore,
} from '../state/index.ts';
import { originOf, save } from './save.ts';

export type Example = Awaited<ReturnType<HostClient['examples']['list']>>[number];
export type JournalEntry = Awaited<ReturnType<HostClient['journal']['list']>>[number];

/** True when what is open may be replaced: nothing was changed, or the person saved it or gave it up. */
export async function mayLeave(): Promise<boolean> {
  if (!(await settleText())) return false;
  const state = documentStore.getState();
  if (!isEdited(state)) return true;
  const name = documentName(state);
  const choice = await viewStore.getState().ask({
    title: `Save the changes to ${name}?`,
    text: 'Otherwise they are lost: nothing else holds them once another policy is open.',
    choices: [
      { id: 'discard', label: 'Discard changes', tone: 'danger' },
      { id: 'stay', label: 'Go on editing' },
      { id: 'save', label: 'Save', tone: 'primary' },
    ],
  });
  if (choice === 'save') return save();
  if (choice !== 'discard') return false;
  await client().journal.drop({ documentKey: state.documentKey, path: state.origin.path });
  return true;
}

export async function openExample(example: Example): Promise<boolean> {
  if (!(await mayLeave())) return false;
  const opened = readPolicy(example.policyText);
  if (!opened.ok) {
    refused(opened.error.message);
    return false;
  }
  show(opened.value.document, {
    path: null,
    sha256: null,
    exampleId: example.id,
    scenarios: example.scenarios,
    trafficPath: example.trafficPath,
  });
  inputsStore.getState().reset({
    scenarios: example.scenarios,
    scenario: library[0] ?? example.scenarios[0] ?? CALM,
    traffic: { path: example.trafficPath, label: `${example.name}’s own`, handle: null },
  });
  return true;
}

export async function openFile(): Promise<void> {
  const path = await choosePath({ title: 'Open a policy', extensions: ['json'] });
  if (path !== null) await openPath(path);
}

export async function openPath(path: string): Promise<void> {
  if (!(await mayLeave())) return;
  const file = await client().files.open({ path });
  if (!file.ok) return refused(file.message);
  const opened = readPolicy(file.text);
  if (!opened.ok) return refused(`${fileName(path)}: ${opened.error.message}`);
  const { document, migratedFrom } = opened.value;
  show(document, originOf(file, opened.value));
  inputsStore.getState().reset({ scenarios: [], scenario: library[0] ?? CALM, traffic: null });
  await standInTraffic();
  if (file.isReadOnly) note(`${fileName(path)} cannot be written here. Changes can be saved under another name.`);
  if (migratedFrom !== null) note(`${fileName(path)} had format ${migratedFrom}; saving writes the current format.`);
  await client().recent.add({ path: file.path, name: document.policy.name, sha256: file.sha256 });
}

export async function newPolicy(document: PolicyDocument): Promise<boolean> {
  if (!(await mayLeave())) return false;
  show(document, { path: null, sha256: null });
  inputsStore.getState().reset({ scenarios: [], scenario: library[0] ?? CALM, traffic: null });
  await standInTraffic();
  return true;
}

/** Goes on with work that an earlier session did not save. */
export async function recover(entry: JournalEntry): Promise<boolean> {
  if (!(await mayLeave())) return false;
  const opened = readPolicy(entry.text);
  if (!opened.ok) {
    refused(`The unsaved work on ${entry.name} cannot be read: ${opened.error.message}`);
    return false;
  }
  show(opened.value.document, { path: entry.path, sha256: entry.baseSha256, isUnsaved: true, documentKey: entry.documentKey });
  inputsStore.getState().reset({ scenarios: [], scenario: library[0] ?? CALM, traffic: null });
  await standInTraffic();
  return true;
}

export async function backToWelcome(): Promise<void> {
  if (!(await mayLeave())) return;
  documentStore.getState().close();
  runStore.getState().clear();
  viewStore.getState().resetForDocument();
}

/** The native dialog where there is one, else our own. Null = nothing chosen. */
export async function choosePath(request: { title: string; extensions: string[] }): Promise<string | null> {
  const native = await client().files.chooseOpen(request);
  if (native.kind === 'chosen') return native.path;
  if (native.kind === 'cancelled') return null;
  return viewStore.getState().chooseFile({ mode: 'open', suggestedName: '', ...request });
}

function show(document: PolicyDocument, origin: DocumentOrigin): void {
  runStore.getState().clear();
  viewStore.getState().resetForDocument();
  documentStore.getState().open(document, origin);
}

/** A rehearsal needs traffic: the first example's own stands in until a log is chosen, and is named as what it is. */
async function standInTraffic(): Promise<void> {
  if (inputsStore.getState().traffic !== null) return;
  const [example] = await client().examples.list();
  if (example === undefined) return;
  inputsStore.getState().chooseTraffic({ path: example.trafficPath, label: `${example.name}, example`, handle: null });
}

const refused = (text: string): void => viewStore.getState().toast({ tone: 'bad', text });
const note = (text: string): void => viewStore.getState().toast({ tone: 'note', text });

/** A policy that already has everything a policy needs, ready to be changed. */
export function fromExample(example: Example, name: string): PolicyDocument | null {
  const opened = readPolicy(example.policyText);
  if (!opened.ok) return null;
  const { document } = opened.value;
  return { ...document, policy: { ...document.policy, name, id: idOf(name) } };
}

export const emptyPolicy = (name: string): PolicyDocument => ({
  format: POLICY_FORMAT,
  policy: { id: idOf(name), name, description: '', providers: [], nodes: [], edges: [], silenced: [], promises: [] },
  layout: { nodes: {}, notes: [], groups: [] },
});

/** "Support assistant" → "support-assistant" */
export function idOf(name: string): string {
  const id = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 60);
  return id === '' ? 'policy' : id;
}
