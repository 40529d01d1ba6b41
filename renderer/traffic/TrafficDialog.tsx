import { Progress } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import { client } from '../connection/index.ts';
import { Modal } from '../parts/index.ts';
import { fileName, inputsStore, type TrafficHandle, viewStore } from '../state/index.ts';
import { countText, words } from '../words/index.ts';
import { ImportDone } from './ImportDone.tsx';
import { MappingPane, missingRoles } from './MappingPane.tsx';
import { PreviewPane } from './PreviewPane.tsx';
import { type Choice, usePreview } from './use-preview.ts';
import { keepTraffic } from './work.ts';
import './traffic.css';

const lookAt = (): void => viewStore.getState().goTo('traffic');

interface RowsRead {
  readonly rowsRead: number;
  readonly rows: number;
}

/** From a log to traffic: what kind of log it is, which column holds what, its first rows as they will be read; then all of it, with progress. */
export function TrafficDialog({ path }: { readonly path: string }) {
  const [choice, setChoice] = useState<Choice>({ preset: 'auto', mapping: {} });
  const [hashUsers, setHashUsers] = useState(false);
  const [progress, setProgress] = useState<RowsRead | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [done, setDone] = useState<TrafficHandle | null>(null);
  const running = useRef<AbortController | null>(null);
  const { preview, problem, isReading } = usePreview(path, choice);
  const close = (): void => {
    viewStore.getState().show({ trafficToMap: null });
    // What was read is in memory and kept in the app's own store; a copy that came by a drop has served.
    void client()
      .traffic.removeDropped({ path })
      .catch(() => undefined);
  };
  // Whoever closes the dialog does not want the log any more.
  useEffect(() => () => running.current?.abort(), []);

  const read = async (): Promise<void> => {
    const stop = new AbortController();
    running.current = stop;
    setRefused(null);
    setProgress({ rowsRead: 0, rows: 0 });
    try {
      const events = await client().traffic.import({ path, ...choice, hashUsers }, { signal: stop.signal });
      for await (const event of events) {
        if (event.kind === 'progress') setProgress(event);
        else if (event.kind === 'refused') setRefused(event.message);
        else taken(event.traffic);
      }
    } catch (error) {
      if (!stop.signal.aborted) setRefused(error instanceof Error ? error.message : String(error));
    } finally {
      setProgress(null);
      running.current = null;
    }
  };
  const taken = (traffic: TrafficHandle): void => {
    inputsStore.getState().chooseTraffic({ path, label: traffic.summary.label, handle: traffic });
    // Beside all else: whoever imports a log shall not need its file again.
    void keepTraffic(traffic, false);
    if (traffic.rejected.length > 0) {
      setDone(traffic);
      return;
    }
    const notes = traffic.notes ?? [];
    viewStore.getState().toast({
      tone: notes.length > 0 ? 'note' : 'good',
      text: words.traffic.read(countText(traffic.summary.requestCount), null, notes),
      action: { label: words.trafficRoom.lookAt, run: lookAt },
    });
    close();
  };

  const trouble = refused ?? problem;
  const canRead =
    preview?.problem === null && problem === null && missingRoles(preview.mapping).length === 0 && !isReading && progress === null;
  return (
    <Modal
      title={words.traffic.title(fileName(path))}
      description={words.traffic.about}
      {...(done === null && { size: 'work' as const })}
      isWide
      onClose={close}
      footer={
        done !== null ? (
          <>
            <button
              type="button"
              className="btn"
              onClick={() => {
                close();
                lookAt();
              }}
            >
              {words.trafficRoom.lookAt}
            </button>
            <button type="button" className="btn primary" onClick={close}>
              {words.traffic.done.close}
            </button>
          </>
        ) : (
          <>
            {progress !== null && <Reading progress={progress} />}
            <button type="button" className="btn" onClick={() => (progress === null ? close() : running.current?.abort())}>
              {progress === null ? words.traffic.cancel : words.traffic.stop}
            </button>
            <button type="button" className="btn primary" disabled={!canRead} onClick={() => void read()}>
              {words.traffic.use}
            </button>
          </>
        )
      }
    >
      {trouble !== null && (
        <p className="finding is-error traffic-problem" role="alert">
          {trouble}
        </p>
      )}
      {done !== null ? (
        <ImportDone traffic={done} path={path} choice={choice} hashUsers={hashUsers} />
      ) : preview === null ? (
        problem === null && <p className="ink-2">{words.traffic.readingRows}</p>
      ) : (
        <div className="import-panes">
          <MappingPane
            preview={preview}
            choice={choice}
            hashUsers={hashUsers}
            isDisabled={progress !== null}
            onChange={setChoice}
            onHashUsers={setHashUsers}
          />
          <PreviewPane
            preview={preview}
            isReading={isReading}
            onDurationUnit={(durationUnit) => setChoice({ ...choice, mapping: { ...choice.mapping, durationUnit } })}
          />
        </div>
      )}
    </Modal>
  );
}

function Reading({ progress: { rowsRead, rows } }: { readonly progress: RowsRead }) {
  const percent = rows === 0 ? null : Math.floor((rowsRead / rows) * 100);
  return (
    <div className="import-progress">
      <span className="ink-2" role="status">
        {rows === 0 ? words.traffic.progress.counting : words.traffic.progress.rows(countText(rowsRead), countText(rows))}
      </span>
      <Progress.Root className="import-bar" value={percent} aria-label={words.traffic.progress.label}>
        <Progress.Indicator style={{ width: `${percent ?? 0}%` }} />
      </Progress.Root>
    </div>
  );
}
