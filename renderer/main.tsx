import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import { words } from './words/index.ts';
import './theme/tokens.css';
import './theme/fonts.css';
import './theme/parts.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { announceChanges } from './announce/index.ts';
import { App } from './app/index.ts';
import { listenForClipboard } from './clipboard/index.ts';
import { listenForKeys, runCommandById, tellNativeMenu } from './commands/index.ts';
import { connect, setClient } from './connection/index.ts';
import { holdOpenDocument, keepJournal, openPath, watchOpenFile } from './files/index.ts';
import { openConfigsToo } from './gateway-import/index.ts';
import { followChanges } from './knobs/index.ts';
import { hasUnsavedScenarios, keepScenarios } from './scenario/index.ts';
import {
  documentStore,
  followPreferences,
  isEdited,
  keepFindingsCurrent,
  keepGatewayViewCurrent,
  preferencesStore,
  textDraftStore,
  textEditing,
  viewStore,
} from './state/index.ts';
import { applyAppearance, followSystem } from './theme/theme.ts';
import { keepTourGoing } from './tour/index.ts';
import { listenForDroppedFiles } from './traffic/index.ts';

const element = document.getElementById('root');
if (element === null) throw new Error('the page has no element "root"');
const root = createRoot(element);

applyAppearance(preferencesStore.getState());
preferencesStore.subscribe(applyAppearance);
followPreferences();
followSystem(preferencesStore.getState);

try {
  const connection = await connect();
  setClient(connection.client);
  connection.onLost(() => viewStore.getState().show({ isConnectionLost: true }));
  keepFindingsCurrent();
  keepGatewayViewCurrent();
  const journal = keepJournal();
  const scenarios = keepScenarios();
  watchOpenFile();
  holdOpenDocument();
  listenForKeys();
  announceChanges();
  keepTourGoing();
  followChanges();
  tellNativeMenu();
  listenForClipboard();
  listenForDroppedFiles();
  openConfigsToo();
  window.addEventListener('message', (event) => {
    if (event.source === window && event.data?.type === 'gracefall-command') runCommandById(String(event.data.commandId));
  });
  window.addEventListener('beforeunload', (event) => {
    textEditing()?.settle();
    const isUnsaved = isEdited(documentStore.getState()) || textDraftStore.getState().isUnsettled || hasUnsavedScenarios();
    // Without a host what came after the last keeping lives in this window only.
    if (!isUnsaved || (viewStore.getState().isConnectionLost && journal.holdsAll())) return;
    journal.keepNow();
    scenarios.keepNow();
    // A desktop window that prevents its own closing would stay open without a word; there the journal alone is the net.
    if (window.gracefallShell === undefined) event.preventDefault();
  });
  root.render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  const wanted = new URLSearchParams(window.location.search).get('open');
  if (wanted !== null) await openPath(wanted);
} catch (error) {
  root.render(
    <div className="start-note" role="alert">
      <p className="strong">{words.app.noStart}</p>
      <p className="ink-2">{error instanceof Error ? error.message : String(error)}</p>
      <button type="button" className="btn primary" onClick={() => window.location.reload()}>
        {words.app.tryAgain}
      </button>
    </div>,
  );
}
