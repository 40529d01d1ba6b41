import type { ShellCapabilities } from '../host/index.ts';
import type { ElectronApis } from './apis.ts';

/** Native file dialogs. A chosen file is one the person pointed at, which is what lets the host touch it. */
export function nativeDialogs(electron: Pick<ElectronApis, 'dialog'>): Pick<ShellCapabilities, 'chooseOpen' | 'chooseSave'> {
  const filtersOf = (extensions: readonly string[]) =>
    extensions.length === 0 ? [] : [{ name: extensions.map((extension) => `*.${extension}`).join(', '), extensions: [...extensions] }];
  return {
    async chooseOpen({ title, extensions }) {
      const answer = await electron.dialog.showOpenDialog({ title, properties: ['openFile'], filters: filtersOf(extensions) });
      const [path] = answer.filePaths;
      return answer.canceled || path === undefined ? { kind: 'cancelled' } : { kind: 'chosen', path };
    },
    async chooseSave({ title, suggestedName, extensions }) {
      const answer = await electron.dialog.showSaveDialog({ title, defaultPath: suggestedName, filters: filtersOf(extensions) });
      return answer.canceled || !answer.filePath ? { kind: 'cancelled' } : { kind: 'chosen', path: answer.filePath };
    },
  };
}
