import { BellOff } from 'lucide-react';
import { unsilenceFinding } from '../../shared/edit/index.ts';
import type { SilencedFinding } from '../../shared/lint/index.ts';
import type { Policy } from '../../shared/model/index.ts';
import { documentStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { goTo } from './current.ts';
import { keyOf, subjectOf } from './list.ts';

/** What somebody accepted, and why. */
export function SilencedList({
  silenced,
  policy,
  isReadOnly,
  onLastShown,
}: {
  readonly silenced: readonly SilencedFinding[];
  readonly policy: Policy;
  readonly isReadOnly: boolean;
  readonly onLastShown: () => void;
}) {
  const showAgain = ({ finding: { rule, nodeId }, about }: SilencedFinding): void => {
    if (silenced.length === 1) onLastShown();
    documentStore.getState().run(unsilenceFinding({ rule, nodeId: nodeId ?? null, about }));
  };
  return (
    <ul className="problem-list scroll-thin" aria-label={words.problems.silenced}>
      {silenced.map(({ finding, reason, about }) => (
        <li key={keyOf(finding)} className="problem is-silenced">
          <button type="button" className="problem-text" onClick={() => goTo(finding)}>
            <BellOff size={14} className="ink-3" aria-label={words.problems.silenced} role="img" />
            <span className="problem-subject strong">{subjectOf(finding, policy)}</span>
            <span className="problem-message" title={finding.message}>
              <span className="strong">{reason}</span> <span className="ink-2">{finding.message}</span>
            </span>
          </button>
          {!isReadOnly && (
            <button type="button" className="btn link" onClick={() => showAgain({ finding, reason, about })}>
              {words.problems.showAgain}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
