import { documentStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { fieldAt, knobText, setNumbers } from './field-at.ts';
import { type SweepPoint, sweepPoints } from './sweep-points.ts';
import { grid } from './sweep-run.ts';
import { knobsView } from './view.ts';

/** What a point sets, in words: "Breaker, primary: Opens after 10 failures". */
export function pointText({ changes }: SweepPoint): string {
  const policy = documentStore.getState().history?.document.policy;
  if (changes.length === 0 || policy === undefined) return words.knobs.grid.asDrawn;
  return changes
    .map(({ address, value }) => {
      const field = fieldAt(policy, address);
      return field === null ? `${address} = ${value}` : words.knobs.grid.setTo(`${field.owner}: ${field.label}`, knobText(field, value));
    })
    .join(', ');
}

/** The point that is chosen of the sweep that is there; null where none is, or only the policy as drawn. */
export function chosenPoint(): SweepPoint | null {
  const { comparison } = grid.store.getState();
  const { point } = knobsView.getState();
  const found = comparison === null ? undefined : sweepPoints(comparison).find(({ id }) => id === point);
  return found === undefined || found.changes.length === 0 ? null : found;
}

/** Sets the numbers of the chosen point as one step of the history. */
export function applyPoint(): void {
  const point = chosenPoint();
  const { history, run } = documentStore.getState();
  if (point === null || history === null) return;
  const what = pointText(point);
  const command = setNumbers(history.document, point.changes, words.knobs.grid.applyLabel(what));
  const { toast } = viewStore.getState();
  if (typeof command === 'string') {
    toast({ tone: 'bad', text: command });
    return;
  }
  run(command);
  toast({
    tone: 'good',
    text: words.knobs.grid.applied(what),
    action: { label: words.knobs.grid.undo, run: () => documentStore.getState().undo() },
  });
}
