import { useMemo } from 'react';
import { bothOnOneSheet } from '../../shared/diff/index.ts';
import { type CanvasChanges, PolicyCanvas } from '../canvas/index.ts';
import { words } from '../words/index.ts';
import { lookAtNode, type ReviewSubject, useReviewState } from './review-store.ts';

/** The two versions drawn: on one sheet with what is gone put back, or each on its own. */
export function Sheets({ subject, isSideBySide }: { readonly subject: ReviewSubject; readonly isSideBySide: boolean }) {
  const { before, after, diff, steps, beforeLabel } = subject;
  const drawn = useMemo(() => bothOnOneSheet(before, after, diff), [before, after, diff]);
  const current = useReviewState((state) => state.current);
  const about = steps.find(({ id }) => id === current)?.about;
  const nodeId = about?.kind === 'node' ? about.id : null;
  const changes = useMemo(
    (): CanvasChanges => ({ nodes: drawn.nodes, edges: drawn.edges, current: nodeId, choose: lookAtNode }),
    [drawn, nodeId],
  );
  const past = useMemo(() => unfolded(before), [before]);
  const present = useMemo(() => unfolded(after), [after]);
  if (!isSideBySide) return <PolicyCanvas document={drawn.document} isReadOnly changes={changes} label={words.review.sheet} />;
  return (
    <div className="review-sides">
      {[
        { title: words.review.before, hint: beforeLabel, document: past },
        { title: words.review.after, hint: after.policy.name, document: present },
      ].map(({ title, hint, document }) => (
        <section key={title} aria-label={title}>
          <h2 className="small">
            <span className="strong">{title}</span> <span className="ink-2">{hint}</span>
          </h2>
          <PolicyCanvas document={document} isReadOnly changes={changes} label={title} />
        </section>
      ))}
    </div>
  );
}

/** A folded group would hide what changed in it. */
const unfolded = (document: ReviewSubject['before']): ReviewSubject['before'] => ({
  ...document,
  layout: { ...document.layout, groups: document.layout.groups.map((group) => ({ ...group, isFolded: false })) },
});
