import { Play } from 'lucide-react';
import { Progress } from 'radix-ui';
import type { RunProgress } from '../state/index.ts';
import { countText } from './figure-text.ts';
import type { Staleness } from './staleness.ts';

/** What stands in the room when there is no run to show, and the strips above one that is not the last word. */

interface EmptyStateProps {
  /** Why nothing can be simulated yet, as a sentence; null when it can. */
  readonly obstacle: string | null;
  readonly onSimulate: () => void;
}

const LESSONS: readonly { readonly title: string; readonly text: string }[] = [
  {
    title: 'What users would have seen',
    text: 'How many requests were answered in full, by a lower tier, or not at all: before, during and after the incident.',
  },
  {
    title: 'When protection acted',
    text: 'The instants at which each breaker opened, tried again and closed, on the same time axis as the answers.',
  },
  {
    title: 'How long and how dear',
    text: 'P50, P95 and P99 against what the entry promises, cost per minute, and what was paid for answers nobody got.',
  },
  {
    title: 'What the drawing did',
    text: 'The wires coloured by what flowed through them at any instant, and single requests to follow step by step.',
  },
];

export function EmptyState({ obstacle, onSimulate }: EmptyStateProps) {
  return (
    <div className="rh-empty">
      <h2>Nothing was rehearsed yet</h2>
      <p>
        A run sends the chosen traffic through this policy while the chosen scenario goes wrong, and keeps what happened to every request.
        It will tell:
      </p>
      <dl className="rh-lessons">
        {LESSONS.map(({ title, text }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <button type="button" className="btn primary" disabled={obstacle !== null} onClick={onSimulate}>
        <Play size={14} aria-hidden="true" /> Simulate
      </button>
      {obstacle !== null && (
        <p className="ink-3" role="status">
          {obstacle}
        </p>
      )}
    </div>
  );
}

interface RunningProps {
  readonly progress: RunProgress;
  readonly onCancel: () => void;
}

function ProgressBar({ progress }: { readonly progress: RunProgress }) {
  const percent = Math.min(100, Math.max(0, progress.share * 100));
  return (
    <Progress.Root className="rh-progress" value={Math.round(percent)} aria-label="Progress of the run">
      <Progress.Indicator className="rh-progress-done" style={{ width: `${percent}%` }} />
    </Progress.Root>
  );
}

const progressWords = ({ requestsDone, requests }: RunProgress): string =>
  requests === 0 ? 'Reading the traffic.' : `${countText(requestsDone)} of ${countText(requests)} requests`;

export function RunningState({ progress, onCancel }: RunningProps) {
  return (
    <div className="rh-empty" role="status">
      <h2>Rehearsing</h2>
      <p>{progressWords(progress)}</p>
      <ProgressBar progress={progress} />
      <button type="button" className="btn" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}

/** A run is under way and the one before stays on the screen. */
export function RunningStrip({ progress, onCancel }: RunningProps) {
  return (
    <div className="rh-strip" role="status">
      <span>Rehearsing again. Below is the run before.</span>
      <ProgressBar progress={progress} />
      <span className="ink-3">{progressWords(progress)}</span>
      <button type="button" className="btn" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}

export function FailedState({ sentence, obstacle, onSimulate }: EmptyStateProps & { readonly sentence: string }) {
  return (
    <div className="rh-empty" role="alert">
      <h2>The run did not end</h2>
      <p className="ink-failed">{sentence}</p>
      <button type="button" className="btn primary" disabled={obstacle !== null} onClick={onSimulate}>
        Try again
      </button>
      {obstacle !== null && <p className="ink-3">{obstacle}</p>}
    </div>
  );
}

export function FailedStrip({ sentence, onSimulate }: { readonly sentence: string; readonly onSimulate: () => void }) {
  return (
    <div className="rh-strip rh-strip-failed" role="alert">
      <span>
        <b>The last run did not end.</b> {sentence} Below is the run before.
      </span>
      <button type="button" className="btn" onClick={onSimulate}>
        Try again
      </button>
    </div>
  );
}

export function StaleStrip({ staleness, obstacle, onSimulate }: EmptyStateProps & { readonly staleness: Staleness }) {
  return (
    <div className="rh-strip" role="status">
      <span>
        <b>{staleness.what}</b> {obstacle ?? staleness.consequence}
      </span>
      <button type="button" className="btn" disabled={obstacle !== null} onClick={onSimulate}>
        Run again
      </button>
    </div>
  );
}
