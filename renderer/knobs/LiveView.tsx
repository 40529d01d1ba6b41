import { Pin, PinOff, Play, RotateCcw } from 'lucide-react';
import { useMemo } from 'react';
import { diffDocuments } from '../../shared/diff/index.ts';
import { replaceDocument } from '../../shared/edit/index.ts';
import type { PolicyDocument } from '../../shared/model/index.ts';
import { Tip } from '../parts/index.ts';
import { basisStore, documentStore, type RunBasis, useBasis } from '../state/index.ts';
import { countText, shareText, spanText, words } from '../words/index.ts';
import { BeforeAfterCharts } from './BeforeAfterCharts.tsx';
import { DifferenceTable } from './DifferenceTable.tsx';
import { changeSentence } from './figure-words.ts';
import { differenceRows, sharesAt } from './figures.ts';
import { type LiveState, runChange, useLive } from './live.ts';
import { paceOf } from './pace.ts';

const MOST_CHANGES = 6;

export interface LiveViewProps {
  readonly before: RunBasis;
  readonly document: PolicyDocument;
  readonly isReadOnly: boolean;
}

/** What the change does, beside what was before: the sentence, the figures, the curves. */
export function LiveView({ before, document, isReadOnly }: LiveViewProps) {
  const live = useLive((state) => state);
  const isPinned = useBasis((state) => state.pinned !== null);
  const isStale = live.run !== null && live.about !== document.policy;
  const rows = useMemo(
    () => (live.run === null ? null : differenceRows(before.run, live.run, live.evidence)),
    [before.run, live.run, live.evidence],
  );
  return (
    <div className="kn-live scroll-thin">
      <Answer live={live} before={before} isStale={isStale} sentence={rows && changeSentence(rows, live.evidence?.replications ?? 1)} />
      <div className="kn-verbs">
        <Tip text={words.knobs.live.pinHelp}>
          <button
            type="button"
            className="btn compact"
            aria-pressed={isPinned}
            onClick={() => basisStore.getState().pin(isPinned ? null : before)}
          >
            {isPinned ? <PinOff size={13} aria-hidden="true" /> : <Pin size={13} aria-hidden="true" />}
            {isPinned ? words.knobs.live.unpin : words.knobs.live.pin}
          </button>
        </Tip>
        {live.status !== 'same' && !isReadOnly && (
          <button
            type="button"
            className="btn compact"
            onClick={() => documentStore.getState().run(replaceDocument({ ...document, policy: before.document.policy }))}
          >
            <RotateCcw size={13} aria-hidden="true" /> {words.knobs.live.back}
          </button>
        )}
        {isPinned && <span className="small ink-2">{words.knobs.live.pinned(before.run.scenario.name)}</span>}
      </div>
      {live.status === 'same' ? (
        <div className="kn-same">
          <p className="ink-2">{words.knobs.live.empty.text}</p>
        </div>
      ) : (
        <Changes before={before.document} document={document} />
      )}
      {rows !== null && live.run !== null && live.status !== 'same' && (
        <>
          <DifferenceTable rows={rows} isStale={isStale} />
          <p className="small ink-3">
            {meansWords(live)} {live.evidence !== null && words.knobs.live.ownScale}
          </p>
          <BeforeAfterCharts before={before.run} after={live.run} policy={document.policy} isStale={isStale} />
        </>
      )}
    </div>
  );
}

function meansWords({ evidence, elapsedMs }: LiveState): string {
  const took = elapsedMs === null ? '' : ` (${words.knobs.live.took(spanText(Math.max(1, elapsedMs)))})`;
  return `${evidence === null ? words.knobs.live.onePair : words.knobs.live.done(evidence.replications)}${evidence === null ? took : ''}`;
}

interface AnswerProps {
  readonly live: LiveState;
  readonly before: RunBasis;
  readonly isStale: boolean;
  readonly sentence: string | null;
}

/** One sentence that is never about anything but what is drawn now; while that is counted, what is known so far. */
function Answer({ live, before, isStale, sentence }: AnswerProps) {
  if (live.status === 'same') return <h2 className="kn-sentence">{words.knobs.live.empty.title}</h2>;
  if (live.status === 'refused') {
    return (
      <div role="alert">
        <h2 className="kn-sentence">{words.knobs.live.refused}</h2>
        <p className="ink-failed kn-reason">{live.message}</p>
      </div>
    );
  }
  if (live.status === 'waiting') {
    const seconds = spanText(Math.max(1000, paceOf(before)));
    return (
      <div>
        <h2 className="kn-sentence">{live.isOn ? words.knobs.live.waiting(seconds) : words.knobs.live.off}</h2>
        <p>
          <button type="button" className="btn primary" onClick={runChange}>
            <Play size={12} fill="currentColor" aria-hidden="true" /> {words.knobs.live.runNow}
          </button>
        </p>
      </div>
    );
  }
  if (live.status === 'running') {
    return (
      <div role="status" aria-live="off">
        <h2 className="kn-sentence">{words.knobs.live.running}</h2>
        <p className="ink-2">{soFarWords(live, before) ?? (isStale ? words.knobs.live.stale : '\u00a0')}</p>
      </div>
    );
  }
  return (
    <div role="status">
      <h2 className="kn-sentence">{sentence}</h2>
    </div>
  );
}

/** First figures of a run that is not at its end, against the same point of the run before. */
function soFarWords({ progress }: LiveState, { run }: RunBasis): string | null {
  const soFar = progress?.soFar;
  if (progress === null || soFar === undefined || progress.requestsDone === 0) return null;
  const ended = soFar.answeredByTier.reduce((sum, count) => sum + count, soFar.blocked + soFar.failed);
  if (ended === 0) return null;
  const was = sharesAt(run, ended);
  return words.knobs.live.soFar(
    countText(ended),
    countText(progress.requests),
    shareText((soFar.answeredByTier[0] ?? 0) / ended),
    shareText(was.full),
    shareText(soFar.failed / ended),
    shareText(was.failed),
  );
}

function Changes({ before, document }: { readonly before: PolicyDocument; readonly document: PolicyDocument }) {
  const changes = useMemo(() => diffDocuments(before, document).changes, [before, document]);
  return (
    <section className="kn-changes" aria-label={words.knobs.live.changesTitle}>
      <h3>{words.knobs.live.changesTitle}</h3>
      <ul>
        {changes.slice(0, MOST_CHANGES).map(({ id, sentence }) => (
          <li key={id}>{sentence}.</li>
        ))}
        {changes.length > MOST_CHANGES && <li className="ink-3">+ {changes.length - MOST_CHANGES}</li>}
        {changes.length === 0 && <li className="ink-3">{words.knobs.live.drawingOnly}</li>}
      </ul>
    </section>
  );
}
