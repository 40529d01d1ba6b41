import { Play, X } from 'lucide-react';
import { Progress } from 'radix-ui';
import type { ReactNode } from 'react';
import { countText, words } from '../words/index.ts';
import { type SweepRun, useSweep } from './sweep-run.ts';

export interface SweepBarProps {
  readonly run: SweepRun;
  readonly isStale: boolean;
  /** Why it cannot be started, as a sentence; null when it can. */
  readonly obstacle: string | null;
  /** How much is to be run: "81 runs of 18 106 requests, about 6 s". */
  readonly size: string | null;
  readonly onStart: () => void;
  /** What is chosen before it starts. */
  readonly children: ReactNode;
}

/** Choices, start, progress, cancel; and what the figures below are worth. */
export function SweepBar({ run, isStale, obstacle, size, onStart, children }: SweepBarProps) {
  const { status, progress, comparison, message } = useSweep(run, (state) => state);
  const { sweepRun } = words.knobs;
  const isRunning = status === 'running';
  return (
    <>
      <div className="kn-sweep-bar">
        {children}
        {isRunning ? (
          <button type="button" className="btn" onClick={run.cancel}>
            <X size={13} aria-hidden="true" /> {sweepRun.cancel}
          </button>
        ) : (
          <button
            type="button"
            className={comparison === null || isStale ? 'btn primary' : 'btn'}
            disabled={obstacle !== null}
            onClick={onStart}
          >
            <Play size={12} fill="currentColor" aria-hidden="true" /> {comparison === null ? sweepRun.start : sweepRun.again}
          </button>
        )}
        {isRunning ? (
          <>
            <Progress.Root
              className="rh-progress kn-progress"
              value={Math.round((progress?.share ?? 0) * 100)}
              aria-label={sweepRun.progress}
            >
              <Progress.Indicator className="rh-progress-done" style={{ width: `${(progress?.share ?? 0) * 100}%` }} />
            </Progress.Root>
            {progress !== null && (
              <span className="small ink-3">{sweepRun.runs(countText(progress.runsDone), countText(progress.runs))}</span>
            )}
          </>
        ) : (
          <span className="small ink-3">{obstacle ?? size}</span>
        )}
      </div>
      {status === 'refused' && (
        <p className="ink-failed kn-reason" role="alert">
          <b>{sweepRun.refused}.</b> {message}
        </p>
      )}
      {comparison !== null && (
        <p className={isStale ? 'kn-stale-note' : 'small ink-3'} role="status">
          {isStale ? sweepRun.stale : isRunning ? sweepRun.rough(comparison.replications) : sweepRun.by(comparison.replications)}
        </p>
      )}
    </>
  );
}
