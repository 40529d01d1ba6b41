import { viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { chooseLog, isLogName } from './choose-log.ts';

const text = words.traffic.dropped;

/**
 * A file dropped on the window would be opened in its place, and the window's work with it. A page does not learn where such a file lies, and what was not pointed
 * at in a dialog may not be read, so it is told how to open it instead. Returns a function that stops it.
 */
export function listenForDroppedFiles(): () => void {
  const over = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };
  const drop = (event: DragEvent): void => {
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    event.preventDefault();
    const isLog = isLogName(file.name) && !/\.(policy|scenario|run)\.json$/.test(file.name);
    viewStore.getState().toast({
      tone: 'note',
      text: isLog ? text.log(file.name) : text.other(file.name),
      ...(isLog && { action: { label: text.choose, run: () => void chooseLog() } }),
    });
  };
  window.addEventListener('dragover', over);
  window.addEventListener('drop', drop);
  return () => {
    window.removeEventListener('dragover', over);
    window.removeEventListener('drop', drop);
  };
}
