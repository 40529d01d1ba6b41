import { CircleX, Info, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { applyFix } from '../../shared/edit/index.ts';
import { canSilence } from '../../shared/lint/index.ts';
import type { Finding, Severity } from '../../shared/model/index.ts';
import { documentStore } from '../state/index.ts';
import { SilenceDialog } from './SilenceDialog.tsx';

export const severityWord: Readonly<Record<Severity, string>> = { error: 'Error', warning: 'Warning', info: 'Note' };

export function SeverityIcon({ severity, size = 16 }: { readonly severity: Severity; readonly size?: number }) {
  if (severity === 'error') return <CircleX size={size} className="ink-failed" aria-label="Error" role="img" />;
  if (severity === 'warning') return <TriangleAlert size={size} className="ink-t3" aria-label="Warning" role="img" />;
  return <Info size={size} className="ink-3" aria-label="Note" role="img" />;
}

export const fixNow = (finding: Finding): void => {
  if (finding.fix !== undefined) documentStore.getState().run(applyFix(finding.fix.change, finding.fix.label));
};

export function FindingCard({ finding, isReadOnly }: { readonly finding: Finding; readonly isReadOnly: boolean }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <div className={`finding is-${finding.severity}`}>
      <SeverityIcon severity={finding.severity} />
      <div>
        <p>{finding.message}</p>
        {!isReadOnly && (finding.fix !== undefined || canSilence(finding)) && (
          <div className="finding-verbs">
            {finding.fix !== undefined && (
              <button type="button" className="btn compact" onClick={() => fixNow(finding)}>
                {finding.fix.label}
              </button>
            )}
            {canSilence(finding) && (
              <button type="button" className="btn link small" onClick={() => setAsking(true)}>
                Silence…
              </button>
            )}
          </div>
        )}
        {isAsking && <SilenceDialog finding={finding} onClose={() => setAsking(false)} />}
      </div>
    </div>
  );
}
