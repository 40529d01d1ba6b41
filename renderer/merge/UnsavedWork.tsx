import { useEffect, useState } from 'react';
import { client } from '../connection/index.ts';
import { discardUnsavedWork, type JournalEntry, lookAtUnsavedWork, recover, unsavedContent } from '../files/index.ts';
import { isScenarioKey, viewStore } from '../state/index.ts';
import { momentText, words } from '../words/index.ts';
import { summaryOf } from './RestoreDialog.tsx';
import './merge.css';

const text = words.merge.restore;

/** What earlier sessions left unsaved, each with its first change in words. Nothing is shown when there is nothing. */
export function UnsavedWork() {
  const [entries, setEntries] = useState<readonly JournalEntry[]>([]);
  useEffect(() => {
    client()
      .journal.list()
      // Unsaved scenarios are back in the list of scenarios by themselves.
      .then((all) => setEntries(all.filter(({ documentKey }) => !isScenarioKey(documentKey))))
      .catch((error: unknown) => viewStore.getState().toast({ tone: 'bad', text: error instanceof Error ? error.message : String(error) }));
  }, []);
  if (entries.length === 0) return null;
  const forget = (entry: JournalEntry): void => setEntries(entries.filter((other) => other !== entry));
  return (
    <section aria-label={text.section}>
      <h2>
        {text.section} <span>{text.sectionHint}</span>
      </h2>
      <ul className="recovered">
        {entries.map((entry) => (
          <Entry key={entry.documentKey} entry={entry} forget={() => forget(entry)} />
        ))}
      </ul>
    </section>
  );
}

function Entry({ entry, forget }: { readonly entry: JournalEntry; readonly forget: () => void }) {
  const [summary, setSummary] = useState<string>(text.reading);
  useEffect(() => {
    let isCurrent = true;
    unsavedContent(entry)
      .then((content) => isCurrent && setSummary(summaryOf(content)))
      .catch((error: unknown) => isCurrent && setSummary(error instanceof Error ? error.message : String(error)));
    return () => {
      isCurrent = false;
    };
  }, [entry]);
  return (
    <li>
      <div>
        <div className="strong">{entry.name}</div>
        <div className="recovered-summary">{summary}</div>
        <div className="small ink-2">{text.kept(entry.path ?? text.neverSaved, momentText(entry.keptAt, new Date()))}</div>
      </div>
      <button type="button" className="btn" onClick={() => void discardUnsavedWork(entry).then((isGone) => isGone && forget())}>
        {text.discard}
      </button>
      <button
        type="button"
        className="btn"
        onClick={() => void lookAtUnsavedWork(entry).then((answer) => answer === 'discarded' && forget())}
      >
        {text.look}
      </button>
      <button type="button" className="btn primary" onClick={() => void recover(entry)}>
        {text.goOn}
      </button>
    </li>
  );
}
