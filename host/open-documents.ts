/**
 * Which documents are open in a window or tab of this host at this moment. Two windows on one file are allowed, since saving compares
 * hashes; but each is told, and unsaved work of a window that is still there is nobody else's to restore or to discard.
 */
export interface OpenDocuments {
  isOpen(documentKey: string): boolean;
  /** Yields how many other windows have the same file open, now and whenever that changes, until `signal` aborts. */
  hold(document: HeldDocument, signal?: AbortSignal): AsyncGenerator<{ otherWindows: number }, void, void>;
}

export interface HeldDocument {
  readonly documentKey: string;
  /** Null = never saved, and so open nowhere else. */
  readonly path: string | null;
}

interface Holder extends HeldDocument {
  wake(): void;
}

export function createOpenDocuments(): OpenDocuments {
  const holders = new Set<Holder>();
  const tellOf = (path: string | null): void => {
    for (const holder of holders) if (path !== null && holder.path === path) holder.wake();
  };
  return {
    isOpen: (documentKey) => [...holders].some((holder) => holder.documentKey === documentKey),
    async *hold(document, signal) {
      let wake = (): void => undefined;
      const holder: Holder = { ...document, wake: () => wake() };
      holders.add(holder);
      tellOf(document.path);
      const stop = (): void => wake();
      signal?.addEventListener('abort', stop, { once: true });
      try {
        let told = -1;
        while (signal?.aborted !== true) {
          const otherWindows = [...holders].filter(
            (other) => other !== holder && other.path !== null && other.path === document.path,
          ).length;
          const changed = new Promise<void>((resolve) => {
            wake = resolve;
          });
          if (otherWindows !== told) {
            told = otherWindows;
            yield { otherWindows };
            // Something may have happened while the answer was under way: look again before waiting.
            continue;
          }
          await changed;
        }
      } finally {
        holders.delete(holder);
        signal?.removeEventListener('abort', stop);
        tellOf(document.path);
      }
    },
  };
}
