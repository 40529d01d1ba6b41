export { duplicateSelection, listenForClipboard } from './clipboard.ts';
