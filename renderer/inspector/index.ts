export { fixNow, SeverityIcon, severityWord } from './FindingCard.tsx';
export { Inspector } from './Inspector.tsx';
export { portKey } from './PortList.tsx';
export { providerFields } from './provider-fields.ts';
export { SilenceDialog } from './SilenceDialog.tsx';
