import { diffDocuments } from '../../shared/diff/index.ts';
import { arrange, replaceDocument } from '../../shared/edit/index.ts';
import { readPolicy, splitConflict } from '../../shared/format/index.ts';
import { CALM, POLICY_FORMAT, type PolicyDocument } from '../../shared/model/index.ts';
import { library } from '../../shared/scenario/index.ts';
import { type Template, templateDocument } from '../../shared/templates/index.ts';
import { tidyLayout } from '../canvas/index.ts';
import { client, type HostClient } from '../connection/index.ts';
import { askMerge, askRestore, type UnsavedContent } from '../merge/ask.ts';
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
import { words } from '../words/index.ts';
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
    title: words.files.leave.title(name),
    text: words.files.leave.question,
    choices: [
      { id: 'discard', label: words.files.leave.discard, tone: 'danger' },
      { id: 'stay', label: words.files.leave.stay },
      { id: 'save', label: words.files.save, tone: 'primary' },
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
    traffic: { path: example.trafficPath, label: words.files.ownTraffic(example.name), handle: null },
  });
  return true;
}

export async function openFile(): Promise<void> {
  const path = await choosePath({ title: words.files.openPolicy, extensions: ['json', 'yaml', 'yml'] });
  if (path !== null) await openPath(path);
}

type OtherFile = (name: string, text: string) => boolean;
let otherFile: OtherFile | null = null;

/** Who is asked about a file before it is opened as a policy, and may take it. Returns a function that stops it. */
export function offerOtherFiles(takes: OtherFile): () => void {
  otherFile = takes;
  return () => {
    otherFile = null;
  };
}

export async function openPath(path: string): Promise<void> {
  // Looked at before anything is left: what is no policy replaces nothing yet.
  const looked = await client().files.open({ path });
  if (looked.ok && otherFile?.(fileName(path), looked.text) === true) return;
  if (!(await mayLeave())) return;
  const file = await client().files.open({ path });
  if (!file.ok) return refused(file.message);
  const opened = readPolicy(file.text);
  if (!opened.ok) {
    if (opened.error.reason === 'conflict-markers' && (await openBothVersions(file))) return;
    return refused(`${fileName(path)}: ${opened.error.message}`);
  }
  const { document, migratedFrom } = opened.value;
  await showFile(document, originOf(file, opened.value));
  if (file.isReadOnly) note(words.files.notWritable(fileName(path)));
  if (migratedFrom !== null) note(words.files.migrated(fileName(path), migratedFrom));
  await client().recent.add({ path: file.path, name: document.policy.name, sha256: file.sha256 });
  await offerUnsavedWork(file.path);
}

/** A file that git left with both versions in it. False when it cannot be told apart or a version cannot be read. */
async function openBothVersions(file: { readonly path: string; readonly sha256: string; readonly text: string }): Promise<boolean> {
  const split = splitConflict(file.text);
  if (!split.ok) return false;
  const { ours, theirs, base } = split.value;
  const [mine, their] = [readPolicy(ours.text), readPolicy(theirs.text)];
  if (!mine.ok || !their.ok || mine.value.unknownKinds.length + their.value.unknownKinds.length > 0) return false;
  const before = base === null ? null : readPolicy(base.text);
  const name = fileName(file.path);
  const merged = await askMerge({
    ...words.merge.ofGit(name, ours.label, theirs.label),
    base: before?.ok ? before.value.document : null,
    mine: mine.value.document,
    theirs: their.value.document,
  });
  if (merged === null) return true;
  // Neither version is what is on disk, so the merged one counts as unsaved until it is written.
  await showFile(mine.value.document, { path: file.path, sha256: file.sha256, isUnsaved: true });
  documentStore.getState().run(replaceDocument(merged, words.merge.ofGit(name, ours.label, theirs.label).step));
  viewStore.getState().toast({ tone: 'good', text: words.merge.done(name), action: { label: words.files.save, run: () => void save() } });
  return true;
}

/** An earlier session, or a window that crashed, may have left work on the file that is being opened. */
async function offerUnsavedWork(path: string): Promise<void> {
  const entry = (await client().journal.list()).find((kept) => kept.path === path);
  if (entry !== undefined) await lookAtUnsavedWork(entry);
}

/** Shows what would be restored. Nothing is restored or discarded but by an answer. */
export async function lookAtUnsavedWork(entry: JournalEntry): Promise<'restored' | 'discarded' | 'left'> {
  const answer = await askRestore({ entry, content: await unsavedContent(entry) });
  if (answer === 'restore') return (await recover(entry)) ? 'restored' : 'left';
  if (answer === 'discard' && (await discardUnsavedWork(entry))) return 'discarded';
  return 'left';
}

export async function discardUnsavedWork(entry: JournalEntry): Promise<boolean> {
  const text = words.files.discard;
  const choice = await viewStore.getState().ask({
    title: text.title(entry.name),
    text: text.question,
    choices: [
      { id: 'keep', label: text.keep },
      { id: 'discard', label: text.discard, tone: 'danger' },
    ],
  });
  if (choice !== 'discard') return false;
  await client().journal.drop({ documentKey: entry.documentKey, path: entry.path });
  return true;
}

/** What is in an entry of the journal, compared with the file as it lies on disk; with what it began from when the file cannot be read. */
export async function unsavedContent(entry: JournalEntry): Promise<UnsavedContent> {
  const opened = readPolicy(entry.text);
  if (!opened.ok) return { kind: 'unreadable', message: opened.error.message };
  const { document } = opened.value;
  if (entry.path === null) return { kind: 'new', document };
  const file = await client().files.open({ path: entry.path });
  const onDisk = file.ok ? readPolicy(file.text) : null;
  const base = entry.baseText === null ? null : readPolicy(entry.baseText);
  const state = !file.ok ? 'missing' : file.sha256 === entry.baseSha256 ? 'unchanged' : 'changed';
  const before = onDisk?.ok ? onDisk.value.document : base?.ok ? base.value.document : null;
  return before === null ? { kind: 'new', document } : { kind: 'changes', state, diff: diffDocuments(before, document) };
}

/** `isUnsaved`: its content is nowhere else, so that leaving it asks. */
export async function newPolicy(document: PolicyDocument, { isUnsaved = false } = {}): Promise<boolean> {
  if (!(await mayLeave())) return false;
  await showFile(document, { path: null, sha256: null, isUnsaved });
  return true;
}

/**
 * Goes on with work that an earlier session did not save. It stands on top of what it began from, as one step that can be undone; the journal
 * keeps it until it is saved.
 */
export async function recover(entry: JournalEntry): Promise<boolean> {
  if (!(await mayLeave())) return false;
  const { documentKey, path, baseSha256: sha256 } = entry;
  const isStillThere = (await client().journal.list()).some((kept) => kept.documentKey === documentKey);
  if (!isStillThere) {
    refused(words.files.recoveredElsewhere(entry.name));
    return false;
  }
  const opened = readPolicy(entry.text);
  if (!opened.ok) {
    refused(words.files.unreadableWork(entry.name, opened.error.message));
    return false;
  }
  const file = path === null ? null : await client().files.open({ path });
  const onDisk = file?.ok && file.sha256 === sha256 ? readPolicy(file.text) : null;
  const kept = entry.baseText === null ? null : readPolicy(entry.baseText);
  const base = onDisk?.ok ? onDisk.value.document : kept?.ok ? kept.value.document : null;
  await showFile(base ?? opened.value.document, { path, sha256, documentKey, isRestored: true, ...(base === null && { isUnsaved: true }) });
  if (base !== null) documentStore.getState().run(replaceDocument(opened.value.document, words.files.restoreStep));
  if (file !== null && (!file.ok || file.sha256 !== sha256))
    documentStore.getState().changedOutside({ sha256: file.ok ? file.sha256 : null });
  return true;
}

async function showFile(document: PolicyDocument, origin: DocumentOrigin): Promise<void> {
  show(document, origin);
  inputsStore.getState().reset({ scenarios: [], scenario: library[0] ?? CALM, traffic: null });
  await standInTraffic();
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
export async function standInTraffic(): Promise<void> {
  if (inputsStore.getState().traffic !== null) return;
  const [example] = await client().examples.list();
  if (example === undefined) return;
  inputsStore.getState().chooseTraffic({ path: example.trafficPath, label: words.files.exampleTraffic(example.name), handle: null });
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

/** A template under this name, laid out. */
export function fromTemplate(template: Template, name: string): PolicyDocument {
  const document = templateDocument(template);
  return arrange(tidyLayout(document)).apply({ ...document, policy: { ...document.policy, name, id: idOf(name) } });
}

/** A template on the empty sheet that is open, which keeps its own name, notes and providers. One step of the history. */
export function drawTemplate(template: Template): void {
  const { history, run } = documentStore.getState();
  if (history === null) return;
  const { policy, layout } = history.document;
  const drawn = fromTemplate(template, policy.name);
  const brought = new Set(drawn.policy.providers.map(({ id }) => id));
  run(
    replaceDocument(
      {
        ...drawn,
        policy: {
          ...drawn.policy,
          id: policy.id,
          description: policy.description === '' ? drawn.policy.description : policy.description,
          providers: [...policy.providers.filter(({ id }) => !brought.has(id)), ...drawn.policy.providers],
        },
        layout: { ...drawn.layout, notes: layout.notes },
      },
      words.start.emptySheet.draw(template.name),
    ),
  );
  viewStore.getState().select({});
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
