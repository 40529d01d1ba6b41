import { useState } from 'react';
import { canSilence } from '../../shared/lint/index.ts';
import type { Finding } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';
import { fixNow } from './fix.ts';
import { RuleDialog } from './RuleDialog.tsx';
import { SeverityIcon } from './SeverityIcon.tsx';
import { SilenceDialog } from './SilenceDialog.tsx';

/** One finding where the thing it speaks of is being edited. */
export function FindingCard({ finding, isReadOnly }: { readonly finding: Finding; readonly isReadOnly: boolean }) {
  const [open, setOpen] = useState<'silence' | 'rule' | null>(null);
  return (
    <div className={`finding is-${finding.severity}`}>
      <SeverityIcon severity={finding.severity} />
      <div>
        <p>{finding.message}</p>
        <div className="finding-verbs">
          {!isReadOnly && finding.fix !== undefined && (
            <button type="button" className="btn compact" onClick={() => fixNow(finding)}>
              {finding.fix.label}
            </button>
          )}
          <button type="button" className="btn link small" title={words.problems.readRule(finding.rule)} onClick={() => setOpen('rule')}>
            {words.inspector.why}
          </button>
          {!isReadOnly && canSilence(finding) && (
            <button type="button" className="btn link small" onClick={() => setOpen('silence')}>
              {words.inspector.silence}
            </button>
          )}
        </div>
        {open === 'silence' && <SilenceDialog finding={finding} onClose={() => setOpen(null)} />}
        {open === 'rule' && <RuleDialog rule={finding.rule} onClose={() => setOpen(null)} />}
      </div>
    </div>
  );
}
