import { RadioGroup } from 'radix-ui';
import { useState } from 'react';
import { silenceFinding } from '../../shared/edit/index.ts';
import type { Finding } from '../../shared/model/index.ts';
import { Modal } from '../parts/index.ts';
import { documentStore, useDocument, useFindings } from '../state/index.ts';
import { words } from '../words/index.ts';

const LONGEST_REASON = 500;

/** Asks why a finding may stand: without a reason the next reader would have to ask again. Where a rule can speak of several things on a node, it asks for which of them. */
export function SilenceDialog({ finding, onClose }: { readonly finding: Finding; readonly onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [extent, setExtent] = useState<'this' | 'each'>('this');
  const { rule, nodeId = null, about = null } = finding;
  const where = useDocument((state) => state.history?.document.policy.nodes.find(({ id }) => id === nodeId)?.name) ?? words.problems.policy;
  const alike = useFindings((state) => state.findings).filter((other) => other.rule === rule && (other.nodeId ?? null) === nodeId);
  const silence = (): void => {
    if (reason.trim() === '') return;
    documentStore.getState().run(silenceFinding({ rule, nodeId, about: extent === 'this' ? about : null, reason: reason.trim() }));
    onClose();
  };
  return (
    <Modal
      title={words.problems.silenceTitle}
      description={finding.message}
      onClose={onClose}
      footer={
        <>
          <button type="button" className="btn" onClick={onClose}>
            {words.problems.cancel}
          </button>
          <button type="button" className="btn primary" disabled={reason.trim() === ''} onClick={silence}>
            {extent === 'each' && alike.length > 1 ? words.problems.silenceThem : words.problems.silenceIt}
          </button>
        </>
      }
    >
      <form
        className="silence-form"
        onSubmit={(event) => {
          event.preventDefault();
          silence();
        }}
      >
        <label className="silence-reason">
          <span className="strong">{words.problems.reason}</span>
          <input
            className="input"
            value={reason}
            maxLength={LONGEST_REASON}
            autoComplete="off"
            placeholder={words.problems.reasonExample}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        {about !== null && (
          <RadioGroup.Root
            className="silence-extent"
            aria-label={words.problems.howMuch}
            value={extent}
            onValueChange={(value) => setExtent(value as 'this' | 'each')}
          >
            <Extent value="this" label={words.problems.onlyThis} help={words.problems.onlyThisHelp} />
            <Extent value="each" label={words.problems.eachOfRule(where)} help={words.problems.eachOfRuleHelp(alike.length)} />
          </RadioGroup.Root>
        )}
        <p className="small ink-2">
          {words.problems.keptAs} <span className="mono">{rule}</span>
          {nodeId === null ? '' : words.problems.keptForNode}. {words.problems.keptOnList}
        </p>
      </form>
    </Modal>
  );
}

const Extent = ({ value, label, help }: { readonly value: string; readonly label: string; readonly help: string }) => (
  <div className="silence-choice">
    <RadioGroup.Item id={`silence-${value}`} value={value} className="radio" aria-describedby={`silence-${value}-help`}>
      <RadioGroup.Indicator className="radio-dot" />
    </RadioGroup.Item>
    <span>
      <label htmlFor={`silence-${value}`}>{label}</label>
      <span id={`silence-${value}-help`} className="small ink-2 silence-help">
        {help}
      </span>
    </span>
  </div>
);
