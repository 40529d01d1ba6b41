import { writePolicy } from '../../shared/format/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';

/** Loads the page again, but only when something answers: an error page of the browser would take the drawing away. */
export async function connectAgain(): Promise<void> {
  try {
    await fetch(window.location.href, { method: 'HEAD', cache: 'no-store' });
  } catch {
    viewStore.getState().toast({ tone: 'bad', text: words.app.noAnswerYet });
    return;
  }
  window.location.reload();
}

/** The policy file as it stands, through the browser's own download: the one way out that needs no host. */
export function downloadCopy(): void {
  const { history } = documentStore.getState();
  if (history === null) return;
  const address = URL.createObjectURL(new Blob([writePolicy(history.document)], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: address, download: `${history.document.policy.id}.policy.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
