import { createStore, useStore } from 'zustand';
import { words } from '../words/index.ts';
import { askBeforeLeaving, viewStore } from './view.ts';

/** Where a text that is being typed is wrong. */
export interface TextProblem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** One sentence, without the place. */
  readonly sentence: string;
  /** A change made elsewhere met the lines that are being typed. */
  readonly meetsOtherChange: boolean;
}

export interface TextDraft {
  /** What is typed is not, or not yet, in the document. */
  readonly isUnsettled: boolean;
  /** Null while the text can be read. */
  readonly problem: TextProblem | null;
}

/** What the rest of the app may ask of the text that is being edited. */
export interface TextEditing {
  /** Brings what is typed into the document now; false when it cannot be read. */
  settle(): boolean;
  /** Back to the last valid text. */
  discard(): void;
  goToProblem(): void;
  /** True when it took back typing; false when the step belongs to the document's history. */
  undo(): boolean;
  redo(): boolean;
}

const SETTLED: TextDraft = { isUnsettled: false, problem: null };
export const textDraftStore = createStore<TextDraft>(() => SETTLED);
export const useTextDraft = <T>(selector: (state: TextDraft) => T): T => useStore(textDraftStore, selector);

let editing: TextEditing | null = null;

/** Null while no text is being edited. */
export const textEditing = (): TextEditing | null => editing;

export function setTextEditing(next: TextEditing | null): void {
  editing = next;
  textDraftStore.setState(SETTLED);
  askBeforeLeaving(next === null ? null : settleText);
}

/** True when the document holds what was typed, or the person gave up what cannot be read. Ask before saving, closing, running. */
export async function settleText(): Promise<boolean> {
  if (editing === null || editing.settle()) return true;
  const { problem } = textDraftStore.getState();
  const { discard, goBack, leaveText, leaveTitle, place } = words.text;
  const choice = await viewStore.getState().ask({
    title: leaveTitle,
    text: leaveText(problem === null ? '' : place(problem.line, problem.sentence)),
    choices: [
      { id: 'discard', label: discard, tone: 'danger' },
      { id: 'back', label: goBack, tone: 'primary' },
    ],
  });
  if (choice === 'discard') {
    textEditing()?.discard();
    return true;
  }
  textEditing()?.goToProblem();
  return false;
}
