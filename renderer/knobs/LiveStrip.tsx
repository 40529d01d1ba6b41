import { ArrowRight, Play } from 'lucide-react';
import { useMemo } from 'react';
import { beforeOf, useBasis, useDocument, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { signedText, valueText, verdictWords } from './figure-words.ts';
import { type DifferenceRow, differenceRows, HEADLINE } from './figures.ts';
import { runChange, useLive } from './live.ts';
import { knobsView } from './view.ts';
import { LiveSwitch } from './WhatIf.tsx';

/** Under the drawing, as soon as something was rehearsed: what the changes since then do, in one line. */
export function LiveStrip() {
  const before = useBasis(beforeOf);
  const isPinned = useBasis((state) => state.pinned !== null);
  const policy = useDocument((state) => state.history?.document.policy ?? null);
  const live = useLive((state) => state);
  const rows = useMemo(
    () => (before === null || live.run === null ? [] : differenceRows(before.run, live.run, live.evidence)),
    [before, live.run, live.evidence],
  );
  if (before === null) return null;
  const isStale = live.about !== policy;
  return (
    <section className="kn-strip" aria-label={words.knobs.strip.label}>
      {live.status === 'same' ? (
        <span className="ink-2">{words.knobs.strip.same}</span>
      ) : live.status === 'refused' ? (
        <span className="ink-failed kn-strip-text" title={live.message ?? undefined}>
          {live.message}
        </span>
      ) : live.status === 'waiting' ? (
        <>
          <span className="ink-2 kn-strip-text">{live.isOn ? words.knobs.strip.waiting : words.knobs.strip.off}</span>
          <button type="button" className="btn compact" onClick={runChange}>
            <Play size={11} fill="currentColor" aria-hidden="true" /> {words.knobs.strip.run}
          </button>
        </>
      ) : (
        <>
          <span className="ink-2">
            {live.status === 'running'
              ? `${words.knobs.strip.running} …`
              : isPinned
                ? words.knobs.strip.sincePinned
                : words.knobs.strip.since}
          </span>
          <span className={isStale ? 'kn-strip-figures is-stale' : 'kn-strip-figures'} role="status" aria-live={isStale ? 'off' : 'polite'}>
            {HEADLINE.map((id) => rows.find((row) => row.id === id)).map((row) => row && <StripFigure key={row.id} row={row} />)}
            {isStale && rows.length > 0 && <span className="ink-3">{words.knobs.strip.outOfDate}</span>}
          </span>
        </>
      )}
      <span className="grow" />
      <LiveSwitch />
      <button
        type="button"
        className="btn compact"
        onClick={() => {
          knobsView.getState().show('live');
          viewStore.getState().showRehearse('what-if');
        }}
      >
        {words.knobs.strip.open} <ArrowRight size={13} aria-hidden="true" />
      </button>
    </section>
  );
}

function StripFigure({ row }: { readonly row: DifferenceRow }) {
  const { glyph, word, tone } = verdictWords(row);
  return (
    <span className="kn-strip-figure">
      <span className="ink-3">{words.knobs.figure[row.id]}</span> <b>{valueText(row.id, row.unit, row.after)}</b>{' '}
      <span className={`kn-strip-verdict is-${tone}`} title={word}>
        <span aria-hidden="true">{glyph}</span> {signedText(row.id, row.unit, row.difference)}
        <span className="visually-hidden">, {word}</span>
      </span>
    </span>
  );
}
