import { client } from '../connection/index.ts';
import { viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';

/** Another window on a file, or on the welcome screen: a window of the desktop shell, a tab of the browser (which has the token already). */
export async function openInNewWindow(path: string | null): Promise<void> {
  const refused = (text: string): void => viewStore.getState().toast({ tone: 'bad', text });
  if (window.gracefallShell !== undefined) {
    const answer = await client().app.openWindow({ path });
    if (answer.kind === 'refused') refused(answer.message);
    return;
  }
  const address = new URL('/', window.location.href);
  if (path !== null) address.searchParams.set('open', path);
  if (window.open(address, '_blank') === null) refused(words.files.windowBlocked);
}
