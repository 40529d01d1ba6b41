import { useState } from 'react';
import { silenceFinding } from '../../shared/edit/index.ts';
import type { Finding } from '../../shared/model/index.ts';
import { Modal } from '../parts/index.ts';
import { documentStore } from '../state/index.ts';

const LONGEST_REASON = 500;

/** Asks why a finding may stand: without a reason the next reader would have to ask again. */
export function SilenceDialog({ finding, onClose }: { readonly finding: Finding; readonly onClose: () => void }) {
  const [reason, setReason] = useState('');
  const silence = (): void => {
    if (reason.trim() === '') return;
    documentStore
      .getState()
      .run(silenceFinding({ rule: finding.rule, nodeId: finding.nodeId ?? null, about: finding.about ?? null, reason: reason.trim() }));
    onClose();
  };
  return (
    <Modal
      title="Silence a finding"
      description={finding.message}
      onClose={onClose}
      footer={
        <>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
          <button type="button" className="btn primary" disabled={reason.trim() === ''} onClick={silence}>
            Silence it
          </button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          silence();
        }}
      >
        <label className="silence-reason">
          <span className="strong">Why it may stand</span>
          <input
            className="input"
            value={reason}
            maxLength={LONGEST_REASON}
            autoComplete="off"
            placeholder="Agreed with the platform team until the contract ends in May"
            onChange={(event) => setReason(event.target.value)}
          />
          <span className="small ink-2">
            Kept in the file as <span className="mono">{finding.rule}</span>
            {finding.nodeId === undefined ? '' : ', for this node only'}. It stays in the list of silenced findings.
          </span>
        </label>
      </form>
    </Modal>
  );
}
