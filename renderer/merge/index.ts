export { askMerge, askRestore, useMerge } from './ask.ts';
export { MergeDialog } from './MergeDialog.tsx';
export { RestoreDialog } from './RestoreDialog.tsx';
export { UnsavedWork } from './UnsavedWork.tsx';
