import { CircleX, Info, TriangleAlert } from 'lucide-react';
import { applyFix } from '../../shared/edit/index.ts';
import type { Finding, Severity } from '../../shared/model/index.ts';
import { documentStore } from '../state/index.ts';

export const severityWord: Readonly<Record<Severity, string>> = { error: 'Error', warning: 'Warning', info: 'Note' };

export function SeverityIcon({ severity, size = 16 }: { readonly severity: Severity; readonly size?: number }) {
  if (severity === 'error') return <CircleX size={size} className="ink-failed" aria-label="Error" role="img" />;
  if (severity === 'warning') return <TriangleAlert size={size} className="ink-t3" aria-label="Warning" role="img" />;
  return <Info size={size} className="ink-3" aria-label="Note" role="img" />;
}

export const fixNow = (finding: Finding): void => {
  if (finding.fix !== undefined) documentStore.getState().run(applyFix(finding.fix.change, finding.fix.label));
};

export const FindingCard = ({ finding, isReadOnly }: { readonly finding: Finding; readonly isReadOnly: boolean }) => (
  <div className={`finding is-${finding.severity}`}>
    <SeverityIcon severity={finding.severity} />
    <div>
      <p>{finding.message}</p>
      {finding.fix !== undefined && !isReadOnly && (
        <button type="button" className="btn compact" onClick={() => fixNow(finding)}>
          {finding.fix.label}
        </button>
      )}
    </div>
  </div>
);
