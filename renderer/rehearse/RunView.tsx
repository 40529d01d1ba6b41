import { Tabs } from 'radix-ui';
import { useEffect, useMemo, useState } from 'react';
import type { PolicyDocument, RunResult } from '../../shared/model/index.ts';
import { PolicyCanvas } from '../canvas/index.ts';
import { runStore, useRun } from '../state/index.ts';
import { words } from '../words/index.ts';
import { breakersNow } from './breaker-rows.ts';
import { ChartStack } from './ChartStack.tsx';
import { ChartTableDialog } from './ChartTableDialog.tsx';
import type { SavedAs } from './ChartTitle.tsx';
import { failureTicks } from './chart-data.ts';
import type { ChartId } from './chart-ids.ts';
import { FiguresPanel } from './FiguresPanel.tsx';
import { headline } from './headline.ts';
import { incidentBands } from './incidents.ts';
import { namesOf } from './names.ts';
import { overlayAt, overlayOfRun } from './overlay.ts';
import { advanced, fittingSpeed, moments } from './playback.ts';
import { QualityTab } from './QualityTab.tsx';
import { Scrubber } from './Scrubber.tsx';
import { saveChart } from './save-chart.ts';
import { type Sla, summaryOf } from './summary.ts';
import { TraceTab } from './TraceTab.tsx';
import { bucketAt, timeAxis } from './time-axis.ts';

export interface RunViewProps {
  readonly run: RunResult;
  /** Lends names to the ids in the run; what was deleted since keeps its id. */
  readonly document: PolicyDocument | null;
  readonly sla: Sla;
  readonly onShowQuality: () => void;
}

export function RunView({ run, document, sla, onShowQuality }: RunViewProps) {
  const scrubMs = useRun((state) => state.scrubMs);
  const isPlaying = useRun((state) => state.isPlaying);
  const windowMs = useRun((state) => state.windowMs);
  const onScrub = useRun((state) => state.scrub);
  const onPlayingChange = useRun((state) => state.setPlaying);
  const policy = document?.policy ?? null;
  const names = useMemo(() => namesOf(run, policy), [run, policy]);
  const axis = useMemo(() => timeAxis(run), [run]);
  const bands = useMemo(() => incidentBands(run, names, axis.endMs), [run, names, axis]);
  const stops = useMemo(() => moments(run, names), [run, names]);
  const failures = useMemo(() => failureTicks(run), [run]);
  const figures = useMemo(() => summaryOf(run, sla, names), [run, sla, names]);
  const [speed, setSpeed] = useState<number>(() => fittingSpeed(axis.endMs));
  const [openTable, setOpenTable] = useState<ChartId | null>(null);

  const onSave = (chart: ChartId, as: SavedAs) => void saveChart({ chart, as, run, names, sla, bands });

  usePlayback(isPlaying, speed, axis.endMs);

  // The drawing changes with the bucket and with each breaker, not with every frame of playback.
  const breakers = breakersNow(run, names, scrubMs);
  const overlayKey = scrubMs === null ? 'run' : `${bucketAt(axis, scrubMs)} ${breakers.text}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: overlayKey stands for scrubMs, so that a frame does not redraw the canvas
  const overlay = useMemo(() => (scrubMs === null ? overlayOfRun(run) : overlayAt(run, scrubMs)), [run, overlayKey]);
  const canvas = useMemo(() => document && <PolicyCanvas document={document} isReadOnly overlay={overlay} />, [document, overlay]);

  return (
    <div className="rh-run">
      <p className="rh-headline" data-tour="result">
        {headline(run, names)}
      </p>
      <Tabs.Content value="time" className="rh-time-tab" tabIndex={-1}>
        <div className={figures.flawed === null ? 'rh-top' : 'rh-top has-flaws'}>
          <div className="rh-canvas">
            {canvas}
            <span className="rh-canvas-when">
              {scrubMs === null ? (
                words.rehearse.drawing.wholeRun
              ) : (
                <button type="button" className="btn compact" onClick={() => onScrub(null)}>
                  {words.rehearse.drawing.showWholeRun}
                </button>
              )}
            </span>
          </div>
          <FiguresPanel
            {...figures}
            provenance={words.rehearse.provenance(run.replications, run.seed, run.engineVersion)}
            onShowQuality={onShowQuality}
          />
        </div>
        <Scrubber
          axis={axis}
          window={windowMs}
          scrubMs={scrubMs ?? 0}
          isPlaying={isPlaying}
          speed={speed}
          bands={bands}
          failures={failures}
          stops={stops}
          spoken={breakers.text}
          onScrub={onScrub}
          onPlayingChange={onPlayingChange}
          onSpeedChange={setSpeed}
        />
        <ChartStack
          run={run}
          names={names}
          sla={sla}
          bands={bands}
          scrubMs={scrubMs}
          onScrub={onScrub}
          onOpenTable={setOpenTable}
          onSave={onSave}
        />
        <ChartTableDialog chart={openTable} run={run} names={names} onSave={onSave} onClose={() => setOpenTable(null)} />
      </Tabs.Content>
      <Tabs.Content value="quality" className="rh-quality-tab" tabIndex={-1}>
        <QualityTab run={run} document={document} />
      </Tabs.Content>
      <Tabs.Content value="trace" className="rh-trace-tab" tabIndex={-1}>
        <TraceTab run={run} names={names} />
      </Tabs.Content>
    </div>
  );
}

/** Moves the instant along with the wall clock while playing, however long a frame takes to draw. */
function usePlayback(isPlaying: boolean, speed: number, endMs: number) {
  useEffect(() => {
    if (!isPlaying) return;
    let frame = 0;
    let lastMs = performance.now();
    const step = (nowMs: number) => {
      // Read from the store and not from a render: a scrub by hand in between is where playback goes on.
      const { scrubMs, scrub, setPlaying } = runStore.getState();
      const next = advanced(scrubMs ?? 0, Math.max(0, nowMs - lastMs), speed, endMs);
      lastMs = nowMs;
      scrub(next.scrubMs);
      if (next.hasEnded) setPlaying(false);
      else frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, speed, endMs]);
}
