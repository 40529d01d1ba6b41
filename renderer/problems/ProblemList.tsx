import { BellOff, BookOpen } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { canSilence } from '../../shared/lint/index.ts';
import type { Finding, Policy } from '../../shared/model/index.ts';
import { fixAll, fixNow, repairsOfRule, SeverityIcon } from '../findings/index.ts';
import { Tip } from '../parts/index.ts';
import { useView, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { goTo, problemsStore, useProblems } from './current.ts';
import { keyOf, type ProblemGroup, subjectOf } from './list.ts';

/** Rows that are added when the last is about to be seen. */
const ROWS = 60;

/**
 * The findings as rows. One row at a time can be reached with Tab; arrow keys go from row to row, Enter goes to the place, F repairs,
 * S or Delete silences, R reads the rule.
 */
export function ProblemList({
  groups,
  all,
  policy,
  isReadOnly,
  onSilence,
  onRead,
}: {
  readonly groups: readonly ProblemGroup[];
  /** Before the list was narrowed: "all of this rule" means all. */
  readonly all: readonly Finding[];
  readonly policy: Policy;
  readonly isReadOnly: boolean;
  readonly onSilence: (finding: Finding) => void;
  readonly onRead: (rule: string) => void;
}) {
  const selection = useView((state) => state.selection);
  const currentKey = useProblems((state) => state.currentKey);
  const list = useRef<HTMLUListElement>(null);
  /** Row to go to when the one that was just repaired is gone. */
  const returnTo = useRef<number | null>(null);
  const shown = groups.flatMap(({ findings }) => findings);
  const keys = shown.map(keyOf);
  const current = Math.max(0, keys.indexOf(currentKey ?? ''));
  const joined = keys.join('\n');
  const [limit, setLimit] = useState(ROWS);
  const end = Math.max(limit, current + ROWS);
  const left = shown.length - end;
  const more = useRef<HTMLLIElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each step there is another last row to come to
  useEffect(() => {
    if (more.current === null) return;
    const observer = new IntersectionObserver((seen) => seen.some(({ isIntersecting }) => isIntersecting) && setLimit(end + ROWS), {
      root: list.current,
      rootMargin: '400px',
    });
    observer.observe(more.current);
    return () => observer.disconnect();
  }, [end, left > 0]);
  const repairs = useMemo(() => new Map([...new Set(all.map(({ rule }) => rule))].map((rule) => [rule, repairsOfRule(rule, all)])), [all]);
  const row = (position: number): HTMLElement | undefined => list.current?.querySelectorAll<HTMLElement>('.problem-text')[position];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows are looked for when there are others
  useEffect(() => {
    if (returnTo.current === null) return;
    row(Math.min(returnTo.current, keys.length - 1))?.focus();
    returnTo.current = null;
  }, [joined]);
  const repair = (finding: Finding, position: number): void => {
    if (isReadOnly) return;
    if (finding.fix === undefined) {
      viewStore.getState().toast({ tone: 'note', text: words.problems.noFix });
      return;
    }
    returnTo.current = position;
    fixNow(finding);
  };
  const silence = (finding: Finding): void => {
    if (isReadOnly) return;
    if (canSilence(finding)) onSilence(finding);
    else viewStore.getState().toast({ tone: 'note', text: words.problems.noSilence });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement;
    const position = Number(target.closest<HTMLElement>('[data-position]')?.dataset['position'] ?? -1);
    const finding = shown[position];
    if (finding === undefined) return;
    const to = { ArrowDown: position + 1, ArrowUp: position - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to !== undefined) {
      const place = Math.min(shown.length - 1, Math.max(0, to));
      flushSync(() => {
        // The last one may not be in the page yet.
        setLimit(Math.max(limit, place + ROWS));
        problemsStore.setState({ currentKey: keyOf(shown[place]!) });
      });
      row(place)?.focus();
    } else if (event.key === 'f' || event.key === 'F') repair(finding, position);
    else if (event.key === 's' || event.key === 'S' || event.key === 'Delete') silence(finding);
    else if (event.key === 'r' || event.key === 'R') onRead(finding.rule);
    else return;
    // These keys mean something else on the drawing.
    event.preventDefault();
  };
  let position = -1;
  return (
    <ul ref={list} className="problem-list scroll-thin" aria-label={words.problems.list} onKeyDown={onKeyDown}>
      {groups.map((group) => (
        <li key={group.title ?? ''} className="problem-group">
          {group.title !== null && <GroupHead group={group} all={all} isReadOnly={isReadOnly} onRead={onRead} />}
          <ul>
            {group.findings.map((finding) => {
              position++;
              if (position >= end) return null;
              const here = position;
              const isCurrent = here === current;
              const isSelected = finding.nodeId !== undefined && selection.nodes.includes(finding.nodeId);
              const alike = repairs.get(finding.rule) ?? [];
              const subject = subjectOf(finding, policy);
              const tabIndex = isCurrent ? 0 : -1;
              return (
                <li
                  key={`${keys[here]} ${here}`}
                  data-position={here}
                  aria-setsize={shown.length}
                  aria-posinset={here + 1}
                  className={`problem${isSelected ? ' is-selected' : ''}${keys[here] === currentKey ? ' is-current' : ''}`}
                >
                  <button
                    type="button"
                    className="problem-text"
                    tabIndex={tabIndex}
                    aria-keyshortcuts="F S R"
                    onFocus={() => problemsStore.setState({ currentKey: keyOf(finding), position: here })}
                    onClick={() => goTo(finding)}
                  >
                    <SeverityIcon severity={finding.severity} />
                    <span className="problem-subject strong">{subject}</span>
                    <span className="problem-message" title={finding.message}>
                      {finding.message}
                    </span>
                  </button>
                  {finding.fix !== undefined && !isReadOnly && (
                    <button type="button" className="btn link problem-fix" tabIndex={tabIndex} onClick={() => repair(finding, here)}>
                      {finding.fix.label}
                    </button>
                  )}
                  {finding.fix !== undefined && group.rule === undefined && alike.length > 1 && !isReadOnly && (
                    <button
                      type="button"
                      className="btn link problem-fix"
                      tabIndex={tabIndex}
                      aria-label={words.problems.fixAll(finding.fix.label, alike.length)}
                      title={words.problems.fixAll(finding.fix.label, alike.length)}
                      onClick={() => fixAll(alike)}
                    >
                      {words.problems.all(alike.length)}
                    </button>
                  )}
                  <span className="problem-verbs">
                    <Tip text={words.problems.readRule(finding.rule)} keys="R">
                      <button
                        type="button"
                        className="btn ghost icon compact"
                        tabIndex={tabIndex}
                        aria-label={words.problems.readRule(finding.rule)}
                        onClick={() => onRead(finding.rule)}
                      >
                        <BookOpen size={13} />
                      </button>
                    </Tip>
                    {canSilence(finding) && !isReadOnly && (
                      <Tip text={words.problems.silenceTip} keys="S">
                        <button
                          type="button"
                          className="btn ghost icon compact"
                          tabIndex={tabIndex}
                          aria-label={words.problems.silenceOne(finding.rule, subject)}
                          onClick={() => onSilence(finding)}
                        >
                          <BellOff size={13} />
                        </button>
                      </Tip>
                    )}
                  </span>
                </li>
              );
            })}
          </ul>
        </li>
      ))}
      {left > 0 && (
        <li ref={more} className="problem-more">
          <button type="button" className="btn link" onClick={() => setLimit(end + ROWS)}>
            {words.problems.more(left)}
          </button>
        </li>
      )}
    </ul>
  );
}

/** Name and number of a group; where it is a rule's, its page and the repair of all. */
function GroupHead({
  group,
  all,
  isReadOnly,
  onRead,
}: {
  readonly group: ProblemGroup;
  readonly all: readonly Finding[];
  readonly isReadOnly: boolean;
  readonly onRead: (rule: string) => void;
}) {
  const { title, rule, findings } = group;
  const repairs = rule === undefined ? [] : repairsOfRule(rule, all);
  const label = repairs[0]?.fix?.label;
  return (
    <div className="problem-group-head">
      <h3 className={rule === undefined ? 'small strong' : 'mono'}>{title}</h3>
      <span className="small ink-3">{findings.length}</span>
      {rule !== undefined && (
        <button type="button" className="btn link small" aria-label={words.problems.readRule(rule)} onClick={() => onRead(rule)}>
          {words.inspector.why}
        </button>
      )}
      <span className="grow" />
      {label !== undefined && !isReadOnly && (
        <button type="button" className="btn link" onClick={() => fixAll(repairs)}>
          {words.problems.fixAll(label, repairs.length)}
        </button>
      )}
    </div>
  );
}
