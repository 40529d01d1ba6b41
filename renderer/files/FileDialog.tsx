import { ArrowUp, FileJson, Folder } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { client, type HostClient } from '../connection/index.ts';
import { Modal } from '../parts/index.ts';
import type { FileRequest } from '../state/index.ts';
import { dayText, sizeText, words } from '../words/index.ts';
import './files.css';

type Listing = Awaited<ReturnType<HostClient['files']['list']>>;
let lastFolder: string | null = null;

/** The browser shell's own file dialog: it shows the folders of the computer that the host runs on. */
export function FileDialog({ request }: { readonly request: FileRequest }) {
  const [folder, setFolder] = useState<string | null>(lastFolder);
  const [listing, setListing] = useState<Listing | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState(request.suggestedName);

  useEffect(() => {
    let isCurrent = true;
    void (async () => {
      const wanted = folder ?? (await client().app.info()).workspace;
      let found = await client().files.list({ folder: wanted, extensions: [...request.extensions] });
      if (!found.ok && folder !== null)
        found = await client().files.list({ folder: (await client().app.info()).workspace, extensions: [...request.extensions] });
      if (!isCurrent) return;
      setListing(found);
      setChosen(null);
      if (found.ok) lastFolder = found.folder;
    })();
    return () => {
      isCurrent = false;
    };
  }, [folder, request.extensions]);

  const isSave = request.mode === 'save';
  const here = listing?.ok === true ? listing : null;
  const separator = here?.folder.includes('\\') === true ? '\\' : '/';
  const target = isSave
    ? here === null || name.trim() === ''
      ? null
      : `${here.folder.replace(/[\\/]$/, '')}${separator}${withEnding(name.trim(), request.extensions)}`
    : chosen;
  const finish = (): void => {
    if (target !== null) request.answer(target);
  };
  return (
    <Modal
      title={request.title}
      description={here === null ? words.files.dialog.reading : <span className="mono">{here.folder}</span>}
      onClose={() => request.answer(null)}
      footer={
        <>
          <button type="button" className="btn" onClick={() => request.answer(null)}>
            {words.files.dialog.cancel}
          </button>
          <button type="button" className="btn primary" disabled={target === null} onClick={finish}>
            {isSave ? words.files.save : words.files.dialog.open}
          </button>
        </>
      }
    >
      {isSave && (
        <label className="file-name">
          <span className="ink-2">{words.files.dialog.name}</span>
          <input
            className="input"
            value={name}
            spellCheck={false}
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && finish()}
          />
        </label>
      )}
      <div className="file-list scroll-thin">
        {here?.parent != null && (
          <button type="button" className="file-row" onClick={() => setFolder(here.parent)}>
            <ArrowUp size={16} />
            <span>{words.files.dialog.up}</span>
          </button>
        )}
        {here !== null && here.entries.length > 0 && (
          <div role="listbox" aria-label={words.files.dialog.list} tabIndex={-1} onKeyDown={stepOnArrows}>
            {here.entries.map((entry, i) => (
              <button
                key={entry.path}
                type="button"
                role="option"
                className="file-row"
                // One stop for Tab; the arrow keys go on from there.
                tabIndex={(chosen === null ? i === 0 : chosen === entry.path) ? 0 : -1}
                aria-selected={chosen === entry.path}
                onClick={() => {
                  if (entry.isFolder) setFolder(entry.path);
                  else {
                    setChosen(entry.path);
                    if (isSave) setName(entry.name);
                  }
                }}
                onDoubleClick={() => !entry.isFolder && !isSave && request.answer(entry.path)}
                onKeyDown={(event) => event.key === 'Enter' && chosen === entry.path && !isSave && request.answer(entry.path)}
              >
                {entry.isFolder ? <Folder size={16} /> : <FileJson size={16} />}
                <span>{entry.name}</span>
                <span className="grow" />
                <span className="ink-3 small">{entry.isFolder ? '' : sizeText(entry.sizeBytes)}</span>
                <span className="ink-3 small file-date">{dayText(new Date(entry.modifiedAt))}</span>
              </button>
            ))}
          </div>
        )}
        {here !== null && here.entries.length === 0 && <p className="ink-3 file-none">{words.files.dialog.none(request.extensions)}</p>}
        {listing?.ok === false && <p className="ink-failed file-none">{listing.message}</p>}
      </div>
    </Modal>
  );
}

function stepOnArrows(event: KeyboardEvent<HTMLElement>): void {
  const options = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="option"]')];
  const at = options.indexOf(window.document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: options.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  options[Math.min(options.length - 1, Math.max(0, to))]?.focus();
}

const withEnding = (name: string, extensions: readonly string[]): string =>
  extensions.some((extension) => name.toLowerCase().endsWith(`.${extension}`)) ? name : `${name}.${extensions[0] ?? 'json'}`;
