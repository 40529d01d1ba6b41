import { ChevronDown, ChevronUp, Search } from 'lucide-react';
import type { Finding, Severity } from '../../shared/model/index.ts';
import { Select } from '../parts/index.ts';
import { words } from '../words/index.ts';
import { problemsStore, useProblems } from './current.ts';
import type { Grouping } from './list.ts';

const SEVERITIES = [
  { severity: 'error', text: words.problems.errors, tone: 'pill error' },
  { severity: 'warning', text: words.problems.warnings, tone: 'pill warning' },
  { severity: 'info', text: words.problems.notes, tone: 'pill' },
] as const satisfies readonly { severity: Severity; text: (count: number) => string; tone: string }[];

const GROUPINGS = ['none', 'rule', 'node'] as const satisfies readonly Grouping[];

/** How much there is of each severity, which is also how the list is narrowed; search and grouping while the drawer is open. */
export function ProblemsHead({
  findings,
  silencedCount,
  isSilencedShown,
  isFolded,
  onFold,
  onSilenced,
}: {
  readonly findings: readonly Finding[];
  readonly silencedCount: number;
  readonly isSilencedShown: boolean;
  readonly isFolded: boolean;
  readonly onFold: () => void;
  readonly onSilenced: () => void;
}) {
  const severity = useProblems((state) => state.severity);
  const search = useProblems((state) => state.search);
  const grouping = useProblems((state) => state.grouping);
  const hasTools = !isFolded && !isSilencedShown && findings.length > 0;
  return (
    <div className="problems-head">
      <h2>{words.problems.title}</h2>
      {SEVERITIES.map((each) => {
        const count = findings.filter((finding) => finding.severity === each.severity).length;
        if (count === 0) return null;
        const text = each.text(count);
        const isOn = severity === each.severity;
        return (
          <button
            key={each.severity}
            type="button"
            className={`${each.tone} severity-filter`}
            aria-pressed={isOn}
            title={isOn ? words.problems.showAll : words.problems.only(text)}
            onClick={() => {
              problemsStore.setState({ severity: isOn ? null : each.severity });
              if (isFolded) onFold();
            }}
          >
            {text}
          </button>
        );
      })}
      {findings.length === 0 && isFolded && <span className="small ink-3">{words.problems.none}</span>}
      {silencedCount > 0 && (
        <button type="button" className="btn link small" onClick={onSilenced}>
          {isSilencedShown ? words.problems.backToProblems : words.problems.silencedCount(silencedCount)}
        </button>
      )}
      <span className="grow" />
      {hasTools ? (
        <>
          <label className="search problems-search">
            <Search size={13} />
            <input
              type="text"
              aria-label={words.problems.search}
              placeholder={words.problems.searchHint}
              value={search}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => problemsStore.setState({ search: event.target.value })}
              onKeyDown={(event) => event.key === 'Escape' && problemsStore.setState({ search: '' })}
            />
          </label>
          <span className="problems-grouping">
            <Select
              label={words.problems.group}
              value={grouping}
              options={GROUPINGS.map((value) => ({ value, label: words.problems.groupBy[value] }))}
              onChange={(value) => problemsStore.setState({ grouping: value as Grouping })}
            />
          </span>
        </>
      ) : (
        <span className="small ink-3 problems-note">{words.problems.checked}</span>
      )}
      <button
        type="button"
        className="btn ghost icon compact"
        aria-label={isFolded ? words.problems.unfold : words.problems.fold}
        aria-expanded={!isFolded}
        onClick={onFold}
      >
        {isFolded ? <ChevronUp size={14} /> : <ChevronDown size={14} />}
      </button>
    </div>
  );
}
