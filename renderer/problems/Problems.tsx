import { BellOff, ChevronDown, ChevronUp } from 'lucide-react';
import { useState } from 'react';
import { portName, unsilenceFinding } from '../../shared/edit/index.ts';
import { canSilence, type SilencedFinding } from '../../shared/lint/index.ts';
import type { Finding, Policy } from '../../shared/model/index.ts';
import { activeCanvas } from '../canvas/index.ts';
import { fixNow, portKey, SeverityIcon, SilenceDialog } from '../inspector/index.ts';
import { Tip } from '../parts/index.ts';
import { documentStore, useDocument, useFindings, useView, viewStore } from '../state/index.ts';
import './problems.css';

/** All findings of the open policy; a row leads to the node and the field it speaks of. */
export function Problems({ isFolded, onFold }: { readonly isFolded: boolean; readonly onFold: () => void }) {
  const policy = useDocument((state) => state.history?.document.policy);
  const isReadOnly = useDocument((state) => state.origin.readOnlyReason !== undefined);
  const findings = useFindings((state) => state.findings);
  const silenced = useFindings((state) => state.silenced);
  const selection = useView((state) => state.selection);
  const [wished, setShown] = useState<'all' | 'errors' | 'silenced'>('all');
  const [toSilence, setToSilence] = useState<Finding | null>(null);
  if (policy === undefined) return null;
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const notes = findings.length - errors.length - warnings.length;
  // What was asked for may be gone by now.
  const shown = (wished === 'silenced' && silenced.length === 0) || (wished === 'errors' && errors.length === 0) ? 'all' : wished;
  const list = shown === 'errors' ? errors : findings;
  return (
    <section className="problems" aria-label="Problems">
      <div className="problems-head">
        <h2>Problems</h2>
        {errors.length > 0 && <span className="pill error">{errors.length === 1 ? '1 error' : `${errors.length} errors`}</span>}
        {warnings.length > 0 && <span className="pill warning">{warnings.length === 1 ? '1 warning' : `${warnings.length} warnings`}</span>}
        {notes > 0 && <span className="small ink-3">{notes === 1 ? '1 note' : `${notes} notes`}</span>}
        {findings.length === 0 && isFolded && <span className="small ink-3">none</span>}
        {errors.length > 0 && errors.length < findings.length && (
          <button type="button" className="btn link small" onClick={() => setShown(shown === 'errors' ? 'all' : 'errors')}>
            {shown === 'errors' ? 'Show all' : 'Only errors'}
          </button>
        )}
        {silenced.length > 0 && (
          <button
            type="button"
            className="btn link small"
            onClick={() => {
              setShown(shown === 'silenced' ? 'all' : 'silenced');
              if (isFolded) onFold();
            }}
          >
            {shown === 'silenced' ? 'Back to the problems' : `${silenced.length} silenced`}
          </button>
        )}
        <span className="grow" />
        <span className="small ink-3 problems-note">checked as you draw</span>
        <button
          type="button"
          className="btn ghost icon compact"
          aria-label={isFolded ? 'Show the problems' : 'Fold the problems away'}
          aria-expanded={!isFolded}
          onClick={onFold}
        >
          {isFolded ? <ChevronUp size={14} /> : <ChevronDown size={14} />}
        </button>
      </div>
      {!isFolded && shown === 'silenced' && (
        <SilencedList silenced={silenced} policy={policy} isReadOnly={isReadOnly} onLastShown={() => setShown('all')} />
      )}
      {!isFolded &&
        shown !== 'silenced' &&
        (list.length === 0 ? (
          <p className="problems-none ink-2">Nothing to say against this policy.</p>
        ) : (
          <ul className="problem-list scroll-thin">
            {list.map((finding) => (
              <li
                key={keyOf(finding)}
                className={finding.nodeId !== undefined && selection.nodes.includes(finding.nodeId) ? 'problem is-selected' : 'problem'}
              >
                <button type="button" className="problem-text" onClick={() => goTo(finding)}>
                  <SeverityIcon severity={finding.severity} />
                  <span className="problem-subject strong">{subjectOf(finding, policy)}</span>
                  <span className="problem-message" title={finding.message}>
                    {finding.message}
                  </span>
                </button>
                {finding.fix !== undefined && !isReadOnly && (
                  <button type="button" className="btn link" onClick={() => fixNow(finding)}>
                    {finding.fix.label}
                  </button>
                )}
                {canSilence(finding) && !isReadOnly && (
                  <Tip text="Accept this finding, with a reason that is kept in the file">
                    <button
                      type="button"
                      className="btn ghost icon compact problem-silence"
                      aria-label={`Silence ${finding.rule} of ${subjectOf(finding, policy)}…`}
                      onClick={() => setToSilence(finding)}
                    >
                      <BellOff size={13} />
                    </button>
                  </Tip>
                )}
              </li>
            ))}
          </ul>
        ))}
      {toSilence !== null && <SilenceDialog finding={toSilence} onClose={() => setToSilence(null)} />}
    </section>
  );
}

/** What somebody accepted, and why. */
function SilencedList({
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
    <ul className="problem-list scroll-thin" aria-label="Silenced">
      {silenced.map(({ finding, reason, about }) => (
        <li key={keyOf(finding)} className="problem is-silenced">
          <button type="button" className="problem-text" onClick={() => goTo(finding)}>
            <BellOff size={14} className="ink-3" aria-label="Silenced" role="img" />
            <span className="problem-subject strong">{subjectOf(finding, policy)}</span>
            <span className="problem-message" title={finding.message}>
              <span className="strong">{reason}</span> <span className="ink-2">{finding.message}</span>
            </span>
          </button>
          {!isReadOnly && (
            <button type="button" className="btn link" onClick={() => showAgain({ finding, reason, about })}>
              Show again
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

const keyOf = (finding: Finding): string =>
  [finding.rule, finding.nodeId, finding.edgeId, finding.providerId, finding.path?.join('.'), finding.message].join('|');

export function subjectOf(finding: Finding, policy: Policy): string {
  const node = policy.nodes.find(({ id }) => id === (finding.nodeId ?? finding.edgeId?.split(':')[0]));
  if (node !== undefined && finding.edgeId !== undefined) return portName(node, finding.edgeId.slice(node.id.length + 1));
  if (node !== undefined) return node.name;
  return policy.providers.find(({ id }) => id === finding.providerId)?.name ?? 'Policy';
}

export function goTo(finding: Finding): void {
  const view = viewStore.getState();
  if (finding.nodeId !== undefined) {
    const port = finding.edgeId?.startsWith(`${finding.nodeId}:`) ? finding.edgeId.slice(finding.nodeId.length + 1) : null;
    view.focusOn(finding.nodeId, finding.path?.join('.') ?? (port === null ? null : portKey(port)));
    activeCanvas()?.reveal(finding.nodeId);
  } else if (finding.edgeId !== undefined) view.select({ edges: [finding.edgeId] });
  else view.focusOn(null, finding.providerId ?? null);
}
