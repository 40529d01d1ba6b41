import { writePolicy } from '../../shared/format/index.ts';
import type { PolicyDocument } from '../../shared/model/index.ts';
import { client } from '../connection/index.ts';
import { documentName, documentStore, fileName, isEdited, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';

/** However long a drag or a burst of typing lasts, no more than this is lost. */
const LONGEST_WAIT_MS = 5000;

export interface JournalKeeping {
  keepNow(): void;
  /** True when the journal has all that stands in this window. */
  holdsAll(): boolean;
  stop(): void;
}

/** Keeps unsaved work in the journal one second after the last change, and drops it once nothing is unsaved. */
export function keepJournal(delayMs = 1000): JournalKeeping {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAt: number | undefined;
  let hasWarned = false;
  let kept: PolicyDocument | null = null;
  const keep = async (): Promise<void> => {
    dueAt = undefined;
    const state = documentStore.getState();
    const { history, documentKey, origin, savedDocument } = state;
    if (history === null || origin.readOnlyReason !== undefined) return;
    if (!isEdited(state)) {
      if (state.keptAt === null || origin.isRestored === true) return;
      await client().journal.drop({ documentKey, path: origin.path });
      documentStore.getState().kept(null);
      return;
    }
    const { document } = history;
    const result = await client().journal.keep({
      documentKey,
      path: origin.path,
      name: documentName(state),
      text: writePolicy(document),
      baseSha256: origin.sha256,
      baseText: savedDocument === null ? null : writePolicy(savedDocument),
    });
    if (result.ok) {
      kept = document;
      documentStore.getState().kept(result.keptAt);
    } else if (!hasWarned) {
      hasWarned = true;
      viewStore.getState().toast({ tone: 'bad', text: result.message });
    }
  };
  const keepNow = (): void => {
    clearTimeout(timer);
    void keep().catch(() => {});
  };
  const stop = documentStore.subscribe((state, before) => {
    if (state.history?.document === before.history?.document && state.savedDocument === before.savedDocument) return;
    clearTimeout(timer);
    dueAt ??= Date.now() + LONGEST_WAIT_MS;
    timer = setTimeout(keepNow, Math.max(0, Math.min(delayMs, dueAt - Date.now())));
  });
  return {
    keepNow,
    holdsAll: () => documentStore.getState().history?.document === kept,
    stop: () => {
      clearTimeout(timer);
      stop();
    },
  };
}

/** Tells the host which document this window has open, and hears how many others have the same file. */
export function holdOpenDocument(): () => void {
  let held = '';
  let abort: AbortController | null = null;
  const follow = (): void => {
    const { history, documentKey, origin } = documentStore.getState();
    const wanted = history === null ? '' : `${documentKey} ${origin.path ?? ''}`;
    if (wanted === held) return;
    held = wanted;
    abort?.abort();
    abort = null;
    documentStore.getState().openElsewhere(0);
    if (wanted === '') return;
    const controller = new AbortController();
    abort = controller;
    void (async () => {
      const { path } = origin;
      let told = 0;
      for await (const { otherWindows } of await client().documents.hold({ documentKey, path }, { signal: controller.signal })) {
        if (held !== wanted) return;
        documentStore.getState().openElsewhere(otherWindows);
        if (path !== null && told === 0 && otherWindows > 0) {
          viewStore.getState().toast({ tone: 'note', text: words.files.openElsewhere(fileName(path)) });
        }
        told = otherWindows;
      }
    })().catch(() => {
      // Aborted, or the host is gone. Nothing rests on the answer but a hint: saving compares hashes by itself.
    });
  };
  const stop = documentStore.subscribe(follow);
  follow();
  return () => {
    stop();
    abort?.abort();
  };
}

/** Tells when the open file changes on disk. */
export function watchOpenFile(): () => void {
  let watched: string | null = null;
  let abort: AbortController | null = null;
  const follow = (): void => {
    const { path } = documentStore.getState().origin;
    if (path === watched) return;
    watched = path;
    abort?.abort();
    abort = null;
    if (path === null) return;
    const controller = new AbortController();
    abort = controller;
    void (async () => {
      const events = await client().files.watch({ path }, { signal: controller.signal });
      for await (const { sha256 } of events) {
        const { origin, changedOutside } = documentStore.getState();
        if (origin.path !== path) return;
        // Our own save is seen here too, and may be seen before its answer arrives: only another content counts.
        changedOutside(sha256 === origin.sha256 ? null : { sha256 });
      }
    })().catch(() => {
      // Aborted, or the host is gone; saving compares hashes anyway, so nothing can be overwritten unseen.
    });
  };
  const stop = documentStore.subscribe(follow);
  follow();
  return () => {
    stop();
    abort?.abort();
  };
}
