import { TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type Choices, diffDocuments, type MergeConflict, type Side, threeWayMerge } from '../../shared/diff/index.ts';
import { lint } from '../../shared/lint/index.ts';
import type { PolicyDocument } from '../../shared/model/index.ts';
import { Modal } from '../parts/index.ts';
import { words } from '../words/index.ts';
import type { MergeRequest } from './ask.ts';
import { Sentences } from './Sentences.tsx';
import './merge.css';

/** Two versions become one: what both changed is chosen here, what one changed is told. */
export function MergeDialog({ request }: { readonly request: MergeRequest & { answer(merged: PolicyDocument | null): void } }) {
  const { base, mine, theirs, mineLabel, theirsLabel } = request;
  const [choices, setChoices] = useState<Choices>({});
  const merged = useMemo(() => threeWayMerge(base, mine, theirs, choices), [base, mine, theirs, choices]);
  const newErrors = useMemo(() => countErrors(merged.document, mine, theirs), [merged, mine, theirs]);
  // Without a common beginning nobody can say who changed what; then only the differences are shown, as questions.
  const sides = useMemo(
    () =>
      base === null
        ? []
        : [
            { label: mineLabel, diff: diffDocuments(base, mine) },
            { label: theirsLabel, diff: diffDocuments(base, theirs) },
          ],
    [base, mine, theirs, mineLabel, theirsLabel],
  );
  const { conflicts, notes } = merged;
  const heading =
    conflicts.length === 0
      ? words.merge.noConflicts
      : base === null
        ? words.merge.differences(conflicts.length)
        : words.merge.conflicts(conflicts.length);
  const takeAll = (side: Side): void => setChoices(Object.fromEntries(conflicts.map(({ id }) => [id, side])));
  return (
    <Modal
      title={request.title}
      description={request.description}
      isWide
      onClose={() => request.answer(null)}
      footer={
        <>
          <button type="button" className="btn" onClick={() => request.answer(null)}>
            {words.merge.cancel}
          </button>
          <button type="button" className="btn primary" onClick={() => request.answer(merged.document)}>
            {words.merge.merge}
          </button>
        </>
      }
    >
      <section className="conflicts" aria-label={heading}>
        <div className="conflicts-head">
          <div>
            <h3>{heading}</h3>
            {conflicts.length > 0 && <p className="small ink-2">{base === null ? words.merge.noBaseHint : words.merge.conflictsHint}</p>}
          </div>
          {conflicts.length > 1 && (
            <div className="conflicts-verbs">
              <button type="button" className="btn compact" onClick={() => takeAll('mine')}>
                {words.merge.takeAll(mineLabel)}
              </button>
              <button type="button" className="btn compact" onClick={() => takeAll('theirs')}>
                {words.merge.takeAll(theirsLabel)}
              </button>
            </div>
          )}
        </div>
        {conflicts.map((conflict) => (
          <Conflict
            key={conflict.id}
            conflict={conflict}
            labels={{ mine: mineLabel, theirs: theirsLabel }}
            hasBase={base !== null}
            choose={(side) => setChoices({ ...choices, [conflict.id]: side })}
          />
        ))}
      </section>
      {notes.length > 0 && (
        <section className="merge-notes" aria-label={words.merge.renamedNote}>
          <h3>{words.merge.renamedNote}</h3>
          {notes.map((note) => (
            <p key={note}>{note}</p>
          ))}
        </section>
      )}
      {newErrors > 0 && (
        <p className="merge-errors" role="status">
          <TriangleAlert size={14} aria-hidden="true" /> {words.merge.errors(newErrors)}
        </p>
      )}
      {sides.length > 0 && (
        <div className="merge-sides">
          {sides.map(({ label, diff }) => (
            <section key={label} aria-label={words.merge.changes(label, diff.changes.length + diff.layout.length)}>
              <h3>{words.merge.changes(label, diff.changes.length + diff.layout.length)}</h3>
              <Sentences diff={diff} />
            </section>
          ))}
        </div>
      )}
    </Modal>
  );
}

function Conflict({
  conflict,
  labels,
  hasBase,
  choose,
}: {
  readonly conflict: MergeConflict;
  readonly labels: Readonly<Record<Side, string>>;
  readonly hasBase: boolean;
  readonly choose: (side: Side) => void;
}) {
  return (
    <fieldset className={hasBase ? 'conflict' : 'conflict is-two'}>
      <legend>{conflict.subject}</legend>
      {hasBase && (
        <div className="conflict-before">
          <span className="caption">{words.merge.before}</span>
          <span>{conflict.base ?? words.merge.unknownBefore}</span>
        </div>
      )}
      {(['mine', 'theirs'] as const).map((side) => (
        <label key={side} className={conflict.taken === side ? 'conflict-side is-taken' : 'conflict-side'}>
          <input
            type="radio"
            name={conflict.id}
            checked={conflict.taken === side}
            aria-label={words.merge.choice(labels[side], conflict[side])}
            onChange={() => choose(side)}
          />
          <span className="conflict-dot" aria-hidden="true" />
          <span>
            <span className="caption">{labels[side]}</span>
            <span>{conflict[side]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Errors of the merged policy that neither side had: two changes that are right apart may be wrong together. */
function countErrors(merged: PolicyDocument, ...sides: readonly PolicyDocument[]): number {
  const errorsOf = ({ policy }: PolicyDocument): string[] =>
    lint(policy).flatMap(({ rule, severity, nodeId, about }) => (severity === 'error' ? [`${rule} ${nodeId} ${about}`] : []));
  const known = new Set(sides.flatMap(errorsOf));
  return errorsOf(merged).filter((error) => !known.has(error)).length;
}
