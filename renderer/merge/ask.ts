import { createStore, useStore } from 'zustand';
import type { DocumentDiff } from '../../shared/diff/index.ts';
import type { PolicyDocument } from '../../shared/model/index.ts';
import type { HostClient } from '../connection/index.ts';

type JournalEntry = Awaited<ReturnType<HostClient['journal']['list']>>[number];

/** Two documents of one origin, to be made one by a person. */
export interface MergeRequest {
  readonly title: string;
  readonly description: string;
  readonly mineLabel: string;
  readonly theirsLabel: string;
  /** How both began; null = nobody knows. */
  readonly base: PolicyDocument | null;
  readonly mine: PolicyDocument;
  readonly theirs: PolicyDocument;
}

export type UnsavedContent =
  | { readonly kind: 'unreadable'; readonly message: string }
  /** Nothing to compare it with. */
  | { readonly kind: 'new'; readonly document: PolicyDocument }
  | { readonly kind: 'changes'; readonly state: 'unchanged' | 'changed' | 'missing'; readonly diff: DocumentDiff };

export interface RestoreRequest {
  readonly entry: JournalEntry;
  readonly content: UnsavedContent;
}
export type RestoreAnswer = 'restore' | 'discard' | null;

interface MergeState {
  readonly merge: (MergeRequest & { answer(merged: PolicyDocument | null): void }) | null;
  readonly restore: (RestoreRequest & { answer(answer: RestoreAnswer): void }) | null;
}

/** What stands before everything else until it is answered; null = nothing. */
export const mergeStore = createStore<MergeState>(() => ({ merge: null, restore: null }));
export const useMerge = <T>(selector: (state: MergeState) => T): T => useStore(mergeStore, selector);

/** The merged document, or null when the person would rather not. */
export const askMerge = (request: MergeRequest): Promise<PolicyDocument | null> =>
  new Promise((resolve) => {
    const answer = (merged: PolicyDocument | null): void => {
      mergeStore.setState({ merge: null });
      resolve(merged);
    };
    mergeStore.setState({ merge: { ...request, answer } });
  });

export const askRestore = (request: RestoreRequest): Promise<RestoreAnswer> =>
  new Promise((resolve) => {
    const answer = (choice: RestoreAnswer): void => {
      mergeStore.setState({ restore: null });
      resolve(choice);
    };
    mergeStore.setState({ restore: { ...request, answer } });
  });
