import { useState } from 'react';
import type { Finding } from '../../shared/model/index.ts';
import { RuleDialog, SilenceDialog } from '../findings/index.ts';
import { useDocument, useFindings } from '../state/index.ts';
import { words } from '../words/index.ts';
import { useProblems } from './current.ts';
import { groupsOf } from './list.ts';
import { ProblemList } from './ProblemList.tsx';
import { ProblemsHead } from './ProblemsHead.tsx';
import { SilencedList } from './SilencedList.tsx';
import './problems.css';

/** All findings of the open policy; a row leads to the node and the field it speaks of. */
export function Problems({ isFolded, onFold }: { readonly isFolded: boolean; readonly onFold: () => void }) {
  const policy = useDocument((state) => state.history?.document.policy);
  const isReadOnly = useDocument((state) => state.origin.readOnlyReason !== undefined);
  const findings = useFindings((state) => state.findings);
  const silenced = useFindings((state) => state.silenced);
  const wished = useProblems((state) => state.severity);
  const search = useProblems((state) => state.search);
  const grouping = useProblems((state) => state.grouping);
  const [wantsSilenced, setWantsSilenced] = useState(false);
  const [toSilence, setToSilence] = useState<Finding | null>(null);
  const [ruleToRead, setRuleToRead] = useState<string | null>(null);
  if (policy === undefined) return null;
  // What was asked for may be gone by now.
  const isSilencedShown = wantsSilenced && silenced.length > 0;
  const severity = findings.some((finding) => finding.severity === wished) ? wished : null;
  const groups = groupsOf(findings, policy, { severity, search, grouping });
  return (
    <section className="problems" aria-label={words.problems.title}>
      <ProblemsHead
        findings={findings}
        silencedCount={silenced.length}
        isSilencedShown={isSilencedShown}
        isFolded={isFolded}
        onFold={onFold}
        onSilenced={() => {
          setWantsSilenced(!isSilencedShown);
          if (isFolded) onFold();
        }}
      />
      {!isFolded && isSilencedShown && (
        <SilencedList silenced={silenced} policy={policy} isReadOnly={isReadOnly} onLastShown={() => setWantsSilenced(false)} />
      )}
      {!isFolded &&
        !isSilencedShown &&
        (groups.length === 0 ? (
          <p className="problems-none ink-2">{findings.length === 0 ? words.problems.nothing : words.problems.nothingFits}</p>
        ) : (
          <ProblemList
            groups={groups}
            all={findings}
            policy={policy}
            isReadOnly={isReadOnly}
            onSilence={setToSilence}
            onRead={setRuleToRead}
          />
        ))}
      {toSilence !== null && <SilenceDialog finding={toSilence} onClose={() => setToSilence(null)} />}
      {ruleToRead !== null && <RuleDialog rule={ruleToRead} onClose={() => setRuleToRead(null)} />}
    </section>
  );
}
