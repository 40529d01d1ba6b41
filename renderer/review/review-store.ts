import { useMemo } from 'react';
import { createStore, useStore } from 'zustand';
import { type Change, type DocumentDiff, diffDocuments } from '../../shared/diff/index.ts';
import type { PolicyDocument } from '../../shared/model/index.ts';
import { type DocumentState, documentStore, useDocument } from '../state/index.ts';
import { words } from '../words/index.ts';

/** Another version that a person chose. The last save is none: it moves on with each save. */
export interface ChosenBase {
  /** Unlike any other. */
  readonly id: string;
  readonly label: string;
  readonly document: PolicyDocument;
}

export type ReviewTab = 'sheet' | 'sides' | 'text' | 'impact';

export interface ReviewState {
  /** Null = the last save. */
  readonly chosen: ChosenBase | null;
  readonly tab: ReviewTab;
  /** Id of the change that is looked at. */
  readonly current: string | null;
}

export const reviewStore = createStore<ReviewState>(() => ({ chosen: null, tab: 'sheet', current: null }));
export const useReviewState = <T>(selector: (state: ReviewState) => T): T => useStore(reviewStore, selector);

/** Two versions and what lies between them. */
export interface ReviewSubject {
  readonly before: PolicyDocument;
  readonly after: PolicyDocument;
  readonly beforeLabel: string;
  /** The same in the middle of a sentence. */
  readonly beforeInSentence: string;
  readonly diff: DocumentDiff;
  /** In the order in which they are read: by capability, the drawing last. */
  readonly steps: readonly Change[];
}

export const savedLabel = ({ origin }: Pick<DocumentState, 'origin'>): string =>
  origin.path === null ? words.review.base.opened : words.review.base.saved;

const diffs = new WeakMap<PolicyDocument, WeakMap<PolicyDocument, DocumentDiff>>();

function diffOf(before: PolicyDocument, after: PolicyDocument): DocumentDiff {
  const known = diffs.get(before) ?? new WeakMap<PolicyDocument, DocumentDiff>();
  diffs.set(before, known);
  const diff = known.get(after) ?? diffDocuments(before, after);
  known.set(after, diff);
  return diff;
}

function subjectOf(
  after: PolicyDocument | null,
  saved: PolicyDocument | null,
  label: string,
  chosen: ChosenBase | null,
): ReviewSubject | null {
  const before = chosen?.document ?? saved;
  if (after === null || before === null) return null;
  const diff = diffOf(before, after);
  const steps = [...diff.groups.flatMap((group) => group.changes), ...diff.layout];
  const { saved: ofSave, opened } = words.review.base.inSentence;
  const beforeInSentence = chosen === null ? (label === words.review.base.saved ? ofSave : opened) : words.review.base.named(chosen.label);
  return { before, after, beforeLabel: chosen?.label ?? label, beforeInSentence, diff, steps };
}

export function useReview(): ReviewSubject | null {
  const after = useDocument((state) => state.history?.document ?? null);
  const saved = useDocument((state) => state.savedDocument);
  const label = useDocument(savedLabel);
  const chosen = useReviewState((state) => state.chosen);
  return useMemo(() => subjectOf(after, saved, label, chosen), [after, saved, label, chosen]);
}

/** The same at this instant, for a command. */
export function currentReview(): ReviewSubject | null {
  const state = documentStore.getState();
  return subjectOf(state.history?.document ?? null, state.savedDocument, savedLabel(state), reviewStore.getState().chosen);
}

/** To the change so many further on; round at the ends. */
export function stepChange(by: 1 | -1): void {
  const { steps } = currentReview() ?? { steps: [] };
  if (steps.length === 0) return;
  const at = steps.findIndex(({ id }) => id === reviewStore.getState().current);
  const next = at < 0 ? (by > 0 ? 0 : steps.length - 1) : (at + by + steps.length) % steps.length;
  reviewStore.setState({ current: steps[next]!.id });
}

/** To the first change of a node; nothing happens for one that did not change. */
export function lookAtNode(nodeId: string): void {
  const found = currentReview()?.steps.find(({ about }) => about.kind === 'node' && about.id === nodeId);
  if (found !== undefined) reviewStore.setState({ current: found.id });
}

// What was chosen for one document says nothing of another.
documentStore.subscribe(({ documentKey }, earlier) => {
  if (documentKey !== earlier.documentKey) reviewStore.setState({ chosen: null, current: null, tab: 'sheet' });
});
