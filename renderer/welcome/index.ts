export { EmptySheet } from './EmptySheet.tsx';
export { NewPolicyDialog } from './NewPolicyDialog.tsx';
export { Welcome } from './Welcome.tsx';
