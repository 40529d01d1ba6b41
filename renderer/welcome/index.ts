export { NewPolicyDialog } from './NewPolicyDialog.tsx';
export { Welcome } from './Welcome.tsx';
