export { FileDialog, sizeText } from './FileDialog.tsx';
export { keepJournal, watchOpenFile } from './keep.ts';
export {
  backToWelcome,
  choosePath,
  type Example,
  emptyPolicy,
  fromExample,
  type JournalEntry,
  mayLeave,
  newPolicy,
  openExample,
  openFile,
  openPath,
  recover,
} from './open.ts';
export { QuestionDialog } from './QuestionDialog.tsx';
export { chooseSavePath, reload, resolveOutsideChange, save, saveAs } from './save.ts';
