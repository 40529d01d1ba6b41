import { ArrowUpDown, ChevronDown, ChevronUp, Minus, Pencil, Plus, Route, Tag } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Change } from '../../shared/diff/index.ts';
import { Tip } from '../parts/index.ts';
import { useShownKeys } from '../state/index.ts';
import { words } from '../words/index.ts';
import { type ReviewSubject, reviewStore, stepChange, useReviewState } from './review-store.ts';

const SIGNS = { added: Plus, removed: Minus, changed: Pencil, renamed: Tag, rewired: Route, reordered: ArrowUpDown } as const;
const text = words.review;

/** Each change in a sentence, by capability and by consequence; one of them is looked at. */
export function ChangeList({ subject: { diff, steps } }: { readonly subject: ReviewSubject }) {
  const current = useReviewState((state) => state.current);
  const groups = [
    ...diff.groups.map(({ title, changes }) => ({ title, changes })),
    ...(diff.layout.length > 0 ? [{ title: text.drawing, changes: diff.layout }] : []),
  ];
  const at = steps.findIndex(({ id }) => id === current);
  return (
    <aside className="review-side" aria-label={text.list}>
      <div className="review-steps">
        <h2 className="caption">{text.list}</h2>
        <span className="small ink-2 review-position" role="status">
          {at < 0 ? steps.length : text.position(at + 1, steps.length)}
        </span>
        <Step label={text.previous} command="review.previous" by={-1} isDisabled={steps.length === 0} />
        <Step label={text.next} command="review.next" by={1} isDisabled={steps.length === 0} />
      </div>
      <div className="review-list scroll-thin">
        {groups.map(({ title, changes }) => (
          <section key={title}>
            <h3 className="caption">{title}</h3>
            <ul>
              {changes.map((change) => (
                <li key={change.id}>
                  <Sentence change={change} isCurrent={change.id === current} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </aside>
  );
}

function Step(props: { readonly label: string; readonly command: string; readonly by: 1 | -1; readonly isDisabled: boolean }) {
  const keys = useShownKeys(props.command);
  return (
    <Tip text={props.label} keys={keys}>
      <button
        type="button"
        className="btn ghost compact icon"
        aria-label={props.label}
        disabled={props.isDisabled}
        onClick={() => stepChange(props.by)}
      >
        {props.by < 0 ? <ChevronUp size={16} /> : <ChevronDown size={16} />}
      </button>
    </Tip>
  );
}

function Sentence({ change, isCurrent }: { readonly change: Change; readonly isCurrent: boolean }) {
  const own = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isCurrent) own.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  const Sign = SIGNS[change.action];
  return (
    <button
      ref={own}
      type="button"
      className={`review-change is-${change.action}`}
      aria-current={isCurrent ? 'true' : undefined}
      onClick={() => reviewStore.setState({ current: change.id })}
    >
      <Sign size={14} aria-hidden="true" />
      <span>{change.sentence}</span>
    </button>
  );
}
