import { replaceDocument } from '../../shared/edit/index.ts';
import { type OpenedPolicy, readPolicy, writePolicy } from '../../shared/format/index.ts';
import type { PolicyDocument } from '../../shared/model/index.ts';
import { client } from '../connection/index.ts';
import { askMerge } from '../merge/ask.ts';
import { type DocumentOrigin, documentStore, fileName, settleText, viewStore } from '../state/index.ts';
import { enumerated, words } from '../words/index.ts';
import { askReplace } from './replace.ts';

/** True when the document is on disk afterwards. */
export async function save(): Promise<boolean> {
  if (!(await settleText())) return false;
  const { history, origin } = documentStore.getState();
  if (history === null || origin.readOnlyReason !== undefined) return false;
  if (origin.path === null) return saveAs();
  return write(origin.path, { expectedSha256: origin.sha256, mayReplace: false });
}

export async function saveAs(): Promise<boolean> {
  if (!(await settleText())) return false;
  const { history, origin } = documentStore.getState();
  if (history === null) return false;
  const suggestedName = origin.path === null ? `${history.document.policy.id}.policy.json` : fileName(origin.path);
  const path = await chooseSavePath({ title: words.files.savePolicy, suggestedName, extensions: ['json'] });
  if (path === null) return false;
  return write(
    path,
    path === origin.path ? { expectedSha256: origin.sha256, mayReplace: false } : { expectedSha256: null, mayReplace: false },
  );
}

export async function chooseSavePath(request: { title: string; suggestedName: string; extensions: string[] }): Promise<string | null> {
  const native = await client().files.chooseSave(request);
  if (native.kind === 'chosen') return native.path;
  if (native.kind === 'cancelled') return null;
  return viewStore.getState().chooseFile({ mode: 'save', ...request });
}

async function write(path: string, condition: { expectedSha256: string | null; mayReplace: boolean }): Promise<boolean> {
  const { history, documentKey, origin } = documentStore.getState();
  if (history === null) return false;
  const { document } = history;
  const result = await client().files.save({ path, text: writePolicy(document), ...condition });
  const view = viewStore.getState();
  if (result.ok) {
    await client().journal.drop({ documentKey, path: origin.path });
    documentStore.getState().saved(result.path, result.sha256, document);
    await client().recent.add({ path: result.path, name: document.policy.name, sha256: result.sha256 });
    view.toast({ tone: 'good', text: words.files.saved(fileName(result.path)) });
    return true;
  }
  if (result.reason === 'changed-outside') return resolveOutsideChange();
  if (result.reason === 'already-exists') {
    return (await askReplace(path)) ? write(path, { expectedSha256: null, mayReplace: true }) : false;
  }
  view.toast({ tone: 'bad', text: result.message, action: { label: words.files.saveAs, run: () => void saveAs() } });
  return false;
}

/** The file changed on disk while it was open: nothing is overwritten until a person has said so. True when mine is on disk afterwards. */
export async function resolveOutsideChange(): Promise<boolean> {
  const { origin, history } = documentStore.getState();
  if (origin.path === null || history === null) return false;
  const text = words.files.changedOutside;
  const choice = await viewStore.getState().ask({
    title: text.title(fileName(origin.path)),
    text: text.question,
    choices: [
      { id: 'reload', label: text.reload, tone: 'danger' },
      { id: 'keep', label: text.overwrite, tone: 'danger' },
      { id: 'save-as', label: text.saveAs },
      { id: 'merge', label: text.merge, tone: 'primary' },
    ],
  });
  if (choice === 'merge') await mergeWithDisk();
  if (choice === 'save-as') return saveAs();
  if (choice === 'keep') return write(origin.path, { expectedSha256: null, mayReplace: true });
  if (choice === 'reload') await reload();
  return false;
}

/** Both sides' changes in one document, as one step that can be undone; what lies on disk is then known, so saving may replace it. */
export async function mergeWithDisk(): Promise<void> {
  const { origin, history, savedDocument, documentKey } = documentStore.getState();
  if (origin.path === null || history === null) return;
  const view = viewStore.getState();
  const name = fileName(origin.path);
  const file = await client().files.open({ path: origin.path });
  if (!file.ok) return view.toast({ tone: 'bad', text: file.message });
  const opened = readPolicy(file.text);
  if (!opened.ok) return view.toast({ tone: 'bad', text: words.files.cannotMerge(name, opened.error.message) });
  const { document: theirs, unknownKinds } = opened.value;
  if (unknownKinds.length > 0) return view.toast({ tone: 'bad', text: words.files.cannotMergeKinds(name, enumerated(unknownKinds)) });
  const merged = await askMerge({
    ...words.merge.withDisk(name),
    base: savedDocument,
    mine: history.document,
    theirs,
  });
  // While the question stood, the document cannot have been changed by hand; but it may have been closed with the window's host.
  if (merged === null || documentStore.getState().documentKey !== documentKey) return;
  documentStore.getState().run(replaceDocument(merged, words.merge.withDisk(name).step));
  rebase(theirs, file.sha256);
  view.toast({ tone: 'good', text: words.merge.done(name), action: { label: words.files.save, run: () => void save() } });
}

/** Where a document came from, and why it may not be changed when it holds what this version cannot write. */
export function originOf(
  file: { readonly path: string; readonly sha256: string },
  { unknownKinds }: Pick<OpenedPolicy, 'unknownKinds'>,
): DocumentOrigin {
  const { path, sha256 } = file;
  if (unknownKinds.length === 0) return { path, sha256 };
  return {
    path,
    sha256,
    readOnlyReason: words.files.unknownKinds(unknownKinds),
  };
}

/** What is on disk takes the place of what is open, as one step: whoever did not mean it has theirs back with undo. */
export async function reload(): Promise<void> {
  const { origin, documentKey, open, run } = documentStore.getState();
  if (origin.path === null) return;
  const view = viewStore.getState();
  const file = await client().files.open({ path: origin.path });
  if (!file.ok) return view.toast({ tone: 'bad', text: file.message });
  const opened = readPolicy(file.text);
  if (!opened.ok) return view.toast({ tone: 'bad', text: `${fileName(origin.path)}: ${opened.error.message}` });
  const { document, unknownKinds } = opened.value;
  view.select({});
  if (unknownKinds.length > 0 || origin.readOnlyReason !== undefined) {
    await client().journal.drop({ documentKey, path: origin.path });
    open(document, originOf(file, opened.value));
  } else {
    run(replaceDocument(document, words.files.loadStep));
    rebase(document, file.sha256);
  }
  view.toast({ tone: 'note', text: words.files.loaded(fileName(file.path)) });
}

/** What is on disk is the document to compare with; it is the very one that is open when both say the same, so that nothing counts as edited. */
function rebase(onDisk: PolicyDocument, sha256: string): void {
  const { history, rebased } = documentStore.getState();
  const isSame = history !== null && writePolicy(history.document) === writePolicy(onDisk);
  rebased(isSame ? history.document : onDisk, sha256);
}
