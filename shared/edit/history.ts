import type { PolicyDocument } from '../model/index.ts';
import type { Command } from './command.ts';

/** Documents share what did not change, so a thousand states cost little more than their differences. */
export const HISTORY_LIMIT = 1000;

export interface HistoryEntry<Document = PolicyDocument> {
  readonly label: string;
  /** The document after the change. */
  readonly document: Document;
  readonly gesture?: string;
}

/** A document (a policy's, or a scenario) and how it came to be. Immutable; every function here returns the same object when nothing changes. */
export interface History<Document = PolicyDocument> {
  readonly document: Document;
  /** Oldest first; the first is what was opened (or, after 1000 changes, the oldest state kept). */
  readonly entries: readonly HistoryEntry<Document>[];
  /** Entry that `document` belongs to; later ones can be redone. */
  readonly position: number;
}

export const startHistory = <Document = PolicyDocument>(document: Document, label = 'Open'): History<Document> => ({
  document,
  entries: [{ label, document }],
  position: 0,
});

/**
 * Runs a command and drops what could be redone. A command with the gesture of the latest entry is merged into that entry,
 * so that a drag or a burst of key strokes is undone as one.
 */
export function runCommand<Document>(history: History<Document>, command: Command<Document>, gesture?: string): History<Document> {
  const document = command.apply(history.document);
  if (document === history.document) return history;
  const current = history.entries[history.position];
  const isAtEnd = history.position === history.entries.length - 1;
  const isSameGesture = gesture !== undefined && isAtEnd && history.position > 0 && current?.gesture === gesture;
  const kept = history.entries.slice(isSameGesture ? 0 : Math.max(0, history.position + 2 - HISTORY_LIMIT), history.position + 1);
  if (isSameGesture) kept.pop();
  // Of a burst the whole is told: "opens after 12 (was 5)", and not what its last stroke did to the one before.
  const label = command.labelFor?.((isSameGesture && kept.at(-1)?.document) || history.document) ?? command.label;
  const entries = [...kept, gesture === undefined ? { label, document } : { label, document, gesture }];
  return { document, entries, position: entries.length - 1 };
}

export const undo = <Document>(history: History<Document>): History<Document> => goTo(history, history.position - 1);
export const redo = <Document>(history: History<Document>): History<Document> => goTo(history, history.position + 1);

/** Goes to an entry of the history panel; the same history when there is none. */
export function goTo<Document>(history: History<Document>, position: number): History<Document> {
  const entry = history.entries[position];
  return entry === undefined || position === history.position ? history : { ...history, document: entry.document, position };
}

/** What undo would take back; undefined when there is nothing. */
export const undoLabel = <Document>(history: History<Document>): string | undefined =>
  history.position === 0 ? undefined : history.entries[history.position]?.label;

/** What redo would do again; undefined when there is nothing. */
export const redoLabel = <Document>(history: History<Document>): string | undefined => history.entries[history.position + 1]?.label;
