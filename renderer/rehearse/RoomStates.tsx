import { Progress } from 'radix-ui';
import { runCommandById } from '../commands/index.ts';
import { useLive } from '../knobs/index.ts';
import type { RunProgress } from '../state/index.ts';
import { countText, words } from '../words/index.ts';
import type { Staleness } from './staleness.ts';

/** What stands in the room when there is no run to show, and the strips above one that is not the last word. */

interface ObstacleProps {
  /** Why nothing can be simulated yet, as a sentence; null when it can. */
  readonly obstacle: string | null;
  readonly onSimulate: () => void;
}

interface RunningProps {
  readonly progress: RunProgress;
  readonly onCancel: () => void;
}

function ProgressBar({ progress }: { readonly progress: RunProgress }) {
  const percent = Math.min(100, Math.max(0, progress.share * 100));
  return (
    <Progress.Root className="rh-progress" value={Math.round(percent)} aria-label={words.rehearse.running.progress}>
      <Progress.Indicator className="rh-progress-done" style={{ width: `${percent}%` }} />
    </Progress.Root>
  );
}

const progressWords = ({ requestsDone, requests }: RunProgress): string =>
  requests === 0 ? words.rehearse.running.readingTraffic : words.rehearse.running.done(countText(requestsDone), countText(requests));

export function RunningState({ progress, onCancel }: RunningProps) {
  return (
    <div className="rh-empty" role="status">
      <h2>{words.rehearse.running.title}</h2>
      <p>{progressWords(progress)}</p>
      <ProgressBar progress={progress} />
      <button type="button" className="btn" onClick={onCancel}>
        {words.rehearse.cancel}
      </button>
    </div>
  );
}

/** A run is under way and the one before stays on the screen. */
export function RunningStrip({ progress, onCancel }: RunningProps) {
  return (
    <div className="rh-strip" role="status">
      <span>{words.rehearse.running.again}</span>
      <ProgressBar progress={progress} />
      <span className="ink-3">{progressWords(progress)}</span>
      <button type="button" className="btn" onClick={onCancel}>
        {words.rehearse.cancel}
      </button>
    </div>
  );
}

export function FailedState({ sentence, obstacle, onSimulate }: ObstacleProps & { readonly sentence: string }) {
  return (
    <div className="rh-empty" role="alert">
      <h2>{words.rehearse.failed.title}</h2>
      <p className="ink-failed">{sentence}</p>
      <button type="button" className="btn primary" disabled={obstacle !== null} onClick={onSimulate}>
        {words.rehearse.tryAgain}
      </button>
      {obstacle !== null && <p className="ink-3">{obstacle}</p>}
    </div>
  );
}

export function FailedStrip({ sentence, onSimulate }: { readonly sentence: string; readonly onSimulate: () => void }) {
  return (
    <div className="rh-strip rh-strip-failed" role="alert">
      <span>
        <b>{words.rehearse.failed.last}</b> {sentence} {words.rehearse.failed.before}
      </span>
      <button type="button" className="btn" onClick={onSimulate}>
        {words.rehearse.tryAgain}
      </button>
    </div>
  );
}

export function StaleStrip({ staleness, obstacle, onSimulate }: ObstacleProps & { readonly staleness: Staleness }) {
  const isPolicyChanged = useLive(({ status }) => status !== 'same' && status !== 'none');
  return (
    <div className="rh-strip" role="status">
      <span>
        <b>{staleness.what}</b> {obstacle ?? staleness.consequence}
      </span>
      {isPolicyChanged && (
        <button type="button" className="btn" onClick={() => runCommandById('run.whatIf')}>
          {words.knobs.strip.open}
        </button>
      )}
      <button type="button" className="btn" disabled={obstacle !== null} onClick={onSimulate}>
        {words.rehearse.runAgain}
      </button>
    </div>
  );
}
