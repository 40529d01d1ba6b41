import { Markdown, Modal } from '../parts/index.ts';
import { words } from '../words/index.ts';
import { rulePage } from './rule-page.ts';

/** The page of a rule: what it looks for, why, and what to do. */
export const RuleDialog = ({ rule, onClose }: { readonly rule: string; readonly onClose: () => void }) => (
  <Modal
    title={<span className="mono rule-title">{rule}</span>}
    description={words.problems.ruleAbout}
    isWide
    onClose={onClose}
    footer={
      <button type="button" className="btn primary" onClick={onClose}>
        {words.problems.close}
      </button>
    }
  >
    <Markdown text={rulePage(rule) ?? words.problems.noRulePage} />
  </Modal>
);
