export { FileDialog } from './FileDialog.tsx';
export { holdOpenDocument, keepJournal, watchOpenFile } from './keep.ts';
export {
  backToWelcome,
  choosePath,
  discardUnsavedWork,
  drawTemplate,
  type Example,
  emptyPolicy,
  fromExample,
  fromTemplate,
  idOf,
  type JournalEntry,
  lookAtUnsavedWork,
  mayLeave,
  newPolicy,
  offerOtherFiles,
  openExample,
  openFile,
  openPath,
  recover,
  standInTraffic,
  unsavedContent,
} from './open.ts';
export { QuestionDialog } from './QuestionDialog.tsx';
export { askReplace, writeAsking } from './replace.ts';
export { chooseSavePath, mergeWithDisk, reload, resolveOutsideChange, save, saveAs } from './save.ts';
export { openInNewWindow } from './window.ts';
