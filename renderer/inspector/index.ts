export { fixNow, SeverityIcon, severityWord } from './FindingCard.tsx';
export { Inspector } from './Inspector.tsx';
export { portKey } from './PortList.tsx';
export { SilenceDialog } from './SilenceDialog.tsx';
