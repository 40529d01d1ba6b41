import { contextBridge, ipcRenderer, webUtils } from 'electron';

/**
 * Runs sandboxed between the shell and the renderer. It hands over one MessagePort (the RPC contract runs over it) and
 * forwards menu commands and dropped files; it exposes no channel by name, so the contract is all the renderer can reach.
 */
ipcRenderer.once('gracefall-port', (event) => {
  window.postMessage({ type: 'gracefall-port' }, window.location.origin, [...event.ports]);
});
ipcRenderer.on('gracefall-command', (_event, commandId: unknown) => {
  if (typeof commandId === 'string') window.postMessage({ type: 'gracefall-command', commandId }, window.location.origin);
});

contextBridge.exposeInMainWorld('gracefallShell', {
  /** Asks for the port; the answer comes as a `gracefall-port` message. Said once by the renderer when it listens. */
  connect: () => ipcRenderer.send('gracefall-connect'),
  /** Says what the menu of this window shows. */
  setMenu: (model: unknown) => ipcRenderer.send('gracefall-menu', model),
  /**
   * Lets the app read a file that was dropped on the window, like one chosen in a dialog, and gives its path. Only Electron knows it: a file that the page
   * made itself has none, and the page can name no other. Null = it has none.
   */
  allowDropped: async (file: File): Promise<string | null> => {
    const path = webUtils.getPathForFile(file);
    return path === '' ? null : ipcRenderer.invoke('gracefall-dropped', path);
  },
});
