import type { Finding } from '../../shared/model/index.ts';
import { SeverityIcon } from '../findings/index.ts';
import { goTo, subjectOf } from '../problems/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';

export function ExportFindings({ findings }: { readonly findings: readonly Finding[] }) {
  const policy = documentStore.getState().history?.document.policy;
  if (policy === undefined) return null;
  return (
    <ul className="export-findings">
      {findings.map((finding) => (
        <li key={`${finding.rule}${finding.nodeId ?? ''}${finding.edgeId ?? ''}${finding.message}`}>
          <SeverityIcon severity={finding.severity} />
          <div>
            <p>
              <b className="strong">{words.exports.subject(subjectOf(finding, policy))}</b> {finding.message}
            </p>
            {(finding.nodeId ?? finding.edgeId) !== undefined && (
              <button
                type="button"
                className="btn link small"
                onClick={() => {
                  viewStore.getState().goTo('design');
                  // The canvas of the other room is there only after it has been drawn.
                  setTimeout(() => goTo(finding), 0);
                }}
              >
                {words.exports.showInDesign}
              </button>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
