import { createStore, useStore } from 'zustand';
import { type Command, goTo, type History, redo, runCommand, startHistory, undo } from '../../shared/edit/index.ts';
import type { PolicyDocument, Scenario } from '../../shared/model/index.ts';

/** Where an open document came from. */
export interface DocumentOrigin {
  /** Null until it is saved for the first time. */
  readonly path: string | null;
  /** Of the text on disk as last read or written by us; null without a path. */
  readonly sha256: string | null;
  /** Example that brings its own traffic and scenarios. */
  readonly exampleId?: string;
  readonly scenarios?: readonly Scenario[];
  readonly trafficPath?: string;
  /** Why nothing can be changed, as a sentence. */
  readonly readOnlyReason?: string;
  /** Unsaved work brought back: the document differs from what is on disk. */
  readonly isUnsaved?: boolean;
  /** Journal entry that this work goes on with. */
  readonly documentKey?: string;
  /** Brought back from the journal: the entry there stays until it is saved or given up, even if everything is undone. */
  readonly isRestored?: boolean;
}

export interface DocumentState {
  /** Null on the welcome screen. */
  readonly history: History | null;
  readonly origin: DocumentOrigin;
  /** The document as it stands on disk; null = nowhere. Compared by identity, so undoing back to it counts as saved. */
  readonly savedDocument: PolicyDocument | null;
  readonly documentKey: string;
  /** When unsaved work was last kept in the journal, ISO 8601. */
  readonly keptAt: string | null;
  /** The file on disk is no longer what was read; null hash = it is gone. */
  readonly outsideChange: { readonly sha256: string | null } | null;
  /** Other windows of this host that have the same file open. */
  readonly otherWindows: number;
  open(document: PolicyDocument, origin: DocumentOrigin): void;
  close(): void;
  /** Nothing happens while read-only. Commands with the same gesture are undone as one. */
  run(command: Command, gesture?: string): void;
  undo(): void;
  redo(): void;
  /** To the state after that entry of the history; saving does not touch the history. */
  goTo(position: number): void;
  saved(path: string, sha256: string, document: PolicyDocument): void;
  kept(at: string | null): void;
  changedOutside(change: { readonly sha256: string | null } | null): void;
  /** What stands on disk is now known and taken into account: saving may replace it. */
  rebased(onDisk: PolicyDocument, sha256: string): void;
  openElsewhere(otherWindows: number): void;
}

const CLOSED = {
  history: null,
  origin: { path: null, sha256: null },
  savedDocument: null,
  documentKey: '',
  keptAt: null,
  outsideChange: null,
  otherWindows: 0,
} as const;

export const createDocumentStore = (newKey: () => string = () => crypto.randomUUID()) =>
  createStore<DocumentState>((set, get) => {
    const change = (step: (history: History) => History): void => {
      const { history, origin } = get();
      if (history === null || origin.readOnlyReason !== undefined) return;
      const after = step(history);
      if (after !== history) set({ history: after });
    };
    return {
      ...CLOSED,
      open: (document, origin) =>
        set({
          ...CLOSED,
          history: startHistory(document),
          origin,
          savedDocument: origin.isUnsaved === true ? null : document,
          documentKey: origin.documentKey ?? newKey(),
        }),
      close: () => set(CLOSED),
      run: (command, gesture) => change((history) => runCommand(history, command, gesture)),
      undo: () => change(undo),
      redo: () => change(redo),
      goTo: (position) => change((history) => goTo(history, position)),
      saved: (path, sha256, document) => {
        const { origin } = get();
        set({
          origin: { ...origin, path, sha256, isUnsaved: false, isRestored: false },
          savedDocument: document,
          outsideChange: null,
          keptAt: null,
        });
      },
      kept: (keptAt) => set({ keptAt }),
      changedOutside: (outsideChange) => set({ outsideChange }),
      rebased: (savedDocument, sha256) => {
        const { origin, outsideChange } = get();
        // The file may have changed once more while somebody was deciding.
        const isNewer = outsideChange !== null && outsideChange.sha256 !== sha256;
        set({ origin: { ...origin, sha256 }, savedDocument, outsideChange: isNewer ? outsideChange : null });
      },
      openElsewhere: (otherWindows) => set({ otherWindows }),
    };
  });

export const documentStore = createDocumentStore();
export const useDocument = <T>(selector: (state: DocumentState) => T): T => useStore(documentStore, selector);

export const isEdited = (state: DocumentState): boolean => state.history !== null && state.history.document !== state.savedDocument;

/** File name without its ending, else the policy's id. */
export function documentName(state: DocumentState): string {
  const { path } = state.origin;
  if (path !== null) return fileName(path).replace(/\.policy\.json$|\.json$/, '');
  return state.history?.document.policy.id ?? '';
}

export const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
