import { writePolicy } from '../../shared/format/index.ts';
import { client } from '../connection/index.ts';
import { documentName, documentStore, isEdited, viewStore } from '../state/index.ts';

/** Keeps unsaved work in the journal one second after the last change, and drops it once nothing is unsaved. */
export function keepJournal(delayMs = 1000): { keepNow(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasWarned = false;
  const keep = async (): Promise<void> => {
    const state = documentStore.getState();
    const { history, documentKey, origin } = state;
    if (history === null || origin.readOnlyReason !== undefined) return;
    if (!isEdited(state)) {
      if (state.keptAt === null) return;
      await client().journal.drop({ documentKey, path: origin.path });
      documentStore.getState().kept(null);
      return;
    }
    const result = await client().journal.keep({
      documentKey,
      path: origin.path,
      name: documentName(state),
      text: writePolicy(history.document),
      baseSha256: origin.sha256,
    });
    if (result.ok) documentStore.getState().kept(result.keptAt);
    else if (!hasWarned) {
      hasWarned = true;
      viewStore.getState().toast({ tone: 'bad', text: result.message });
    }
  };
  const stop = documentStore.subscribe((state, before) => {
    if (state.history?.document === before.history?.document && state.savedDocument === before.savedDocument) return;
    clearTimeout(timer);
    timer = setTimeout(() => void keep().catch(() => {}), delayMs);
  });
  return {
    keepNow: () => {
      clearTimeout(timer);
      void keep().catch(() => {});
    },
    stop: () => {
      clearTimeout(timer);
      stop();
    },
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
