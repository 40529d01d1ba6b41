import './findings.css';

export { FindingCard } from './FindingCard.tsx';
export { fixAll, fixNow, repairsOfRule } from './fix.ts';
export { RuleDialog } from './RuleDialog.tsx';
export { SeverityIcon } from './SeverityIcon.tsx';
export { SilenceDialog } from './SilenceDialog.tsx';
