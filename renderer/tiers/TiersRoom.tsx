import { Check, CircleX, ImageDown, TriangleAlert } from 'lucide-react';
import { addKind } from '../canvas/index.ts';
import { runCommandById } from '../commands/index.ts';
import { Tip } from '../parts/index.ts';
import { viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { answerOf, summaryText } from './answer.ts';
import { Board } from './Board.tsx';
import { useBoardView } from './board-view.ts';
import { LastRun } from './LastRun.tsx';
import { saveBoardPicture } from './save-board.ts';
import './tiers.css';

/** "What do users get when tier 1 is away?": the same document and the same run as everywhere, put as promises. */
export function TiersRoom() {
  const view = useBoardView();
  if (view === null) return null;
  const { tiers } = words;
  const { board, run, isStale } = view;
  const answer = answerOf(board, isStale ? null : run);
  const isEmpty = board.capabilities.length === 0;
  const { summary } = board;
  const tone = summary.outOfDate > 0 ? 'warning' : summary.cells > 0 && summary.signed === summary.cells ? 'ok' : '';
  return (
    <main className="room tiers-room">
      <div className="room-head">
        <h1>{tiers.question}</h1>
        <p className={`room-answer is-${answer.tone}`} role="status">
          {answer.tone === 'good' ? <Check size={16} /> : answer.tone === 'bad' ? <CircleX size={16} /> : <TriangleAlert size={16} />}
          <span>{answer.text}</span>
        </p>
        <span className="grow" />
        {view.isReadOnly && <span className="pill warning">{tiers.readOnly}</span>}
        {!isEmpty && (
          <>
            <Tip text={tiers.summary.explained}>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the tip is reached by keyboard too */}
              <span className={`pill ${tone}`} role="status" aria-label={summaryText(summary)} tabIndex={0}>
                {tone === 'warning' ? (
                  <TriangleAlert size={12} aria-hidden="true" />
                ) : tone === 'ok' ? (
                  <Check size={12} aria-hidden="true" />
                ) : null}
                {summaryText(summary)}
              </span>
            </Tip>
            <button type="button" className="btn compact" onClick={() => void saveBoardPicture()}>
              <ImageDown size={14} aria-hidden="true" /> {tiers.picture.button}
            </button>
          </>
        )}
      </div>
      {isEmpty ? (
        <NoCapability isReadOnly={view.isReadOnly} />
      ) : (
        <div className="tiers-body scroll-thin">
          <Board view={view} />
          <LastRun view={view} />
        </div>
      )}
    </main>
  );
}

function NoCapability({ isReadOnly }: { readonly isReadOnly: boolean }) {
  const { empty } = words.tiers;
  return (
    <div className="rh-empty">
      <h2>{empty.title}</h2>
      <p>{empty.text}</p>
      <dl className="rh-lessons has-tiers">
        {empty.lessons.map(({ title, text }, i) => (
          <div key={title}>
            <dt>
              <span className={`mark t${i + 1}`}>{i + 1}</span>
              {title}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {!isReadOnly && (
        <div className="rh-empty-verbs">
          <button type="button" className="btn primary" onClick={drawEntry}>
            {empty.add}
          </button>
          <button type="button" className="btn" onClick={() => runCommandById('file.new')}>
            {empty.templates}
          </button>
        </div>
      )}
    </div>
  );
}

function drawEntry(): void {
  const view = viewStore.getState();
  view.goTo('design');
  view.select({});
  addKind('entry', null);
}
