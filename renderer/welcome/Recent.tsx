import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { client, type HostClient } from '../connection/index.ts';
import { openPath } from '../files/index.ts';
import { Tip } from '../parts/index.ts';
import { viewStore } from '../state/index.ts';
import { momentText, words } from '../words/index.ts';

const text = words.welcome.recent;

type Entry = Awaited<ReturnType<HostClient['recent']['list']>>[number];

/** Policies that were opened or saved, latest first. */
export function Recent() {
  const [entries, setEntries] = useState<readonly Entry[] | null>(null);
  useEffect(() => {
    client()
      .recent.list()
      .then(setEntries)
      .catch((error: unknown) => viewStore.getState().toast({ tone: 'bad', text: error instanceof Error ? error.message : String(error) }));
  }, []);
  return (
    <section aria-label={text.title}>
      <h2>{text.title}</h2>
      {entries !== null && entries.length === 0 && <p className="recent-none ink-2">{text.none}</p>}
      {entries !== null && entries.length > 0 && (
        <ul className="recent">
          {entries.map((entry) => (
            <li key={entry.path}>
              <button type="button" className="recent-open" disabled={entry.state === 'missing'} onClick={() => void openPath(entry.path)}>
                <span className="strong">{entry.name}</span>
                <span className="mono ink-2">{entry.path}</span>
                <span className="ink-2">{momentText(entry.openedAt, new Date())}</span>
                <span>
                  {entry.state === 'changed-outside' && <span className="pill">{text.changed}</span>}
                  {entry.state === 'missing' && <span className="pill error">{text.missing}</span>}
                </span>
              </button>
              <Tip text={text.remove}>
                <button
                  type="button"
                  className="btn ghost icon compact"
                  aria-label={text.removeOne(entry.name)}
                  onClick={() => {
                    setEntries(entries.filter((other) => other !== entry));
                    void client().recent.remove({ path: entry.path });
                  }}
                >
                  <X size={13} />
                </button>
              </Tip>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
