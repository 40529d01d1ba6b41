import { FileDown, Pencil, RefreshCw, SlidersHorizontal, SquareArrowOutUpRight, Trash2, X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useMemo, useState } from 'react';
import { diffDocuments } from '../../shared/diff/index.ts';
import { ENGINE_VERSION } from '../../shared/engine/index.ts';
import type { SavedRun } from '../../shared/rpc/index.ts';
import { Modal, Tip } from '../parts/index.ts';
import { useDocument } from '../state/index.ts';
import { words } from '../words/index.ts';
import {
  againText,
  cancelAgain,
  libraryStore,
  type OpenedRun,
  openRun,
  removeRun,
  renameRun,
  runAgain,
  saveRunFile,
  showRun,
  takeInputsOf,
  useLibrary,
} from './library.ts';
import type { RunStanding } from './run-state.ts';

export interface RunDetailsProps {
  readonly saved: SavedRun;
  readonly standing: RunStanding;
}

/** What a saved run was made of, what has changed since, and what can be done with it. */
export function RunDetails({ saved, standing }: RunDetailsProps) {
  const opened = useLibrary((state) => state.opened[saved.id]);
  const again = useLibrary((state) => (state.again?.id === saved.id ? state.again : null));
  const [isRenaming, setRenaming] = useState(false);
  useEffect(() => void openRun(saved), [saved]);
  const texts = words.runs.details;
  return (
    <section className="rl-details scroll-thin" aria-label={texts.label(saved.name)}>
      <header>
        <h2>{saved.name}</h2>
        <button
          type="button"
          className="btn ghost icon"
          aria-label={words.parts.close}
          onClick={() => libraryStore.setState({ shownId: null })}
        >
          <X size={15} />
        </button>
      </header>
      <p className="ink-2">
        {saved.scenario.name}, {saved.traffic.label}
      </p>
      <p className="small ink-3">{texts.made(saved.policy.name, saved.seed, saved.replications, saved.engineVersion)}</p>
      {opened === undefined ? (
        <p className="ink-3">{texts.opening}</p>
      ) : typeof opened === 'string' ? (
        <p className="ink-failed" role="alert">
          {opened}
        </p>
      ) : (
        <>
          <Since opened={opened} standing={standing} />
          <div className="rl-verbs">
            <Verb
              text={texts.show}
              help={texts.showHelp}
              icon={<SquareArrowOutUpRight size={14} />}
              isPrimary
              onClick={() => void showRun(opened)}
            />
            {again !== null && again.outcome === null ? (
              <button type="button" className="btn" onClick={cancelAgain}>
                <X size={14} aria-hidden="true" /> {againText(again.share)}
              </button>
            ) : (
              <Verb text={texts.again} help={texts.againHelp} icon={<RefreshCw size={14} />} onClick={() => void runAgain(opened)} />
            )}
            <Verb text={texts.use} help={texts.useHelp} icon={<SlidersHorizontal size={14} />} onClick={() => void takeInputsOf(opened)} />
            <Verb text={texts.file} icon={<FileDown size={14} />} onClick={() => void saveRunFile(opened)} />
          </div>
          {again?.outcome != null && <p role="status">{again.outcome}</p>}
        </>
      )}
      <div className="rl-verbs">
        <Verb text={texts.rename} icon={<Pencil size={14} />} onClick={() => setRenaming(true)} />
        <button type="button" className="btn danger" onClick={() => void removeRun(saved)}>
          <Trash2 size={14} aria-hidden="true" /> {texts.remove}
        </button>
      </div>
      {isRenaming && <RenameDialog saved={saved} onClose={() => setRenaming(false)} />}
    </section>
  );
}

interface VerbProps {
  readonly text: string;
  readonly help?: string;
  readonly icon: ReactNode;
  readonly isPrimary?: boolean;
  readonly onClick: () => void;
}

function Verb({ text, help, icon, isPrimary = false, onClick }: VerbProps) {
  const button = (
    <button type="button" className={isPrimary ? 'btn primary' : 'btn'} onClick={onClick}>
      <span aria-hidden="true">{icon}</span> {text}
    </button>
  );
  return help === undefined ? button : <Tip text={help}>{button}</Tip>;
}

function Since({ opened, standing }: { readonly opened: OpenedRun; readonly standing: RunStanding }) {
  const document = useDocument((state) => state.history?.document ?? null);
  const texts = words.runs.details;
  const isChanged = standing === 'changed' || standing === 'unknown';
  const changes = useMemo(
    () => (document === null || !isChanged ? [] : diffDocuments(opened.document, document).changes),
    [opened.document, document, isChanged],
  );
  return (
    <div className="rl-since">
      {standing === 'other' && <p>{texts.other}</p>}
      {standing === 'current' && <p>{texts.current}</p>}
      {isChanged && (
        <>
          <p className="strong">{changes.length === 0 ? texts.wordsOnly : texts.changed}</p>
          <ul>
            {changes.map(({ id, sentence }) => (
              <li key={id}>{sentence}.</li>
            ))}
          </ul>
        </>
      )}
      {opened.run.engineVersion !== ENGINE_VERSION && <p>{texts.engine(opened.run.engineVersion, ENGINE_VERSION)}</p>}
    </div>
  );
}

function RenameDialog({ saved, onClose }: { readonly saved: SavedRun; readonly onClose: () => void }) {
  const [name, setName] = useState(saved.name);
  const id = useId();
  const texts = words.runs.details;
  const rename = (): void => {
    if (name.trim() === '') return;
    onClose();
    void renameRun(saved, name.trim());
  };
  return (
    <Modal
      title={texts.renameTitle}
      description={saved.name}
      onClose={onClose}
      footer={
        <>
          <button type="button" className="btn" onClick={onClose}>
            {texts.cancel}
          </button>
          <button type="button" className="btn primary" disabled={name.trim() === ''} onClick={rename}>
            {texts.rename}
          </button>
        </>
      }
    >
      <label htmlFor={id}>{words.runs.save.name}</label>
      <input
        id={id}
        className="input"
        value={name}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && rename()}
      />
    </Modal>
  );
}
