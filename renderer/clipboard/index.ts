export { copySelection, cutSelection, duplicateSelection, listenForClipboard, pasteFromClipboard } from './clipboard.ts';
