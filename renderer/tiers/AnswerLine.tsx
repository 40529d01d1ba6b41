import { Popover } from 'radix-ui';
import type { Assumption, RunResult } from '../../shared/model/index.ts';
import type { BoardAnswer } from '../../shared/tiers/index.ts';
import { Glyph } from '../parts/index.ts';
import { viewStore } from '../state/index.ts';
import { chosenTimeText, countText, latencyText, plainText, shareText, usdText, words } from '../words/index.ts';
import type { BoardView } from './board-view.ts';

/** One thing that answers at a tier, with its figures and where they come from. */
export function AnswerLine({
  answer,
  view,
  tabIndex,
}: {
  readonly answer: BoardAnswer;
  readonly view: BoardView;
  readonly tabIndex: 0 | -1;
}) {
  const { cell } = words.tiers;
  const figures = figuresOf(answer, view);
  const show = (key: string | null): void => viewStore.getState().focusOn(answer.nodeId, key);
  return (
    <div className="tier-answer">
      <p className="tier-by">
        <Glyph kind={answer.kind} size={14} />
        <button type="button" className="tier-link" title={cell.show(answer.name)} tabIndex={tabIndex} onClick={() => show(null)}>
          {answer.by}
        </button>
        {answer.callsPerAnswer > 1 && <span className="ink-3">{cell.steps(plainText(answer.callsPerAnswer))}</span>}
      </p>
      {answer.text !== null &&
        (answer.text.trim() === '' ? (
          <p className="tier-quote is-empty">
            {cell.noText}{' '}
            {!view.isReadOnly && (
              <button type="button" className="btn link small" tabIndex={tabIndex} onClick={() => show('text')}>
                {cell.writeText}
              </button>
            )}
          </p>
        ) : (
          <blockquote className="tier-quote" title={answer.text} aria-label={cell.quote}>
            {answer.text}
          </blockquote>
        ))}
      <div className="tier-figures">
        <dl>
          {figures.p95Ms !== null && (
            <Figure name={cell.p95} value={figures.isRan ? latencyText(figures.p95Ms) : chosenTimeText(figures.p95Ms)} />
          )}
          {figures.usd !== null && <Figure name={answer.callsPerAnswer > 1 ? cell.stepCost : cell.cost} value={usdText(figures.usd)} />}
          {answer.successRate !== null && <Figure name={cell.quality} value={`${shareText(answer.successRate)} ○`} />}
        </dl>
        <Trace answer={answer} view={view} isRan={figures.isRan} tabIndex={tabIndex} />
      </div>
    </div>
  );
}

const Figure = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);

/** Of the last run where it is of this policy and had answers of the node; else of the drawing. */
export function figuresOf(
  { run, p95Ms, usd }: Pick<BoardAnswer, 'run' | 'p95Ms' | 'usd'>,
  { isStale }: Pick<BoardView, 'isStale'>,
): { readonly p95Ms: number | null; readonly usd: number | null; readonly isRan: boolean } {
  if (isStale || run === null || run.answers === 0) return { p95Ms, usd, isRan: false };
  return { p95Ms: run.p95Ms, usd: run.usdPerAnswer, isRan: true };
}

/** Every figure can be traced to a run, a recording or an assumption. */
function Trace({
  answer,
  view,
  isRan,
  tabIndex,
}: {
  readonly answer: BoardAnswer;
  readonly view: BoardView;
  readonly isRan: boolean;
  readonly tabIndex: 0 | -1;
}) {
  const { trace } = words.tiers;
  const { run, tokens } = view;
  return (
    <Popover.Root>
      <Popover.Trigger className="tier-trace" tabIndex={tabIndex}>
        {isRan ? trace.ran : `○ ${trace.drawn}`}
        <span className="visually-hidden"> {trace.open(answer.name)}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="rh-popover" align="end" sideOffset={6} collisionPadding={12} aria-label={trace.title(answer.name)}>
          <h2 className="rh-popover-title">{trace.title(answer.name)}</h2>
          {isRan && run !== null && (
            <>
              <h3 className="rh-popover-group">{trace.ranTitle}</h3>
              <ul>
                <li>
                  {trace.ranBasis(
                    trace.answers(answer.run?.answers ?? 0, countText(answer.run?.answers ?? 0)),
                    run.scenario.name,
                    run.traffic.label,
                  )}
                </li>
                <li>{trace.own}</li>
                {assumptionsAbout(run, answer).map(({ subject, statement, basis }) => (
                  <li key={`${subject}${statement}`}>
                    <b>{trace.basis[basis]}</b> {statement}
                  </li>
                ))}
              </ul>
            </>
          )}
          {!isRan && run !== null && !view.isStale && <p className="ink-2">{trace.ranNone}</p>}
          {!isRan && (
            <>
              <h3 className="rh-popover-group">{trace.drawnTitle}</h3>
              <ul>
                {answer.basis.map((sentence) => (
                  <li key={sentence}>
                    <b>{trace.basis.assumed}</b> {sentence}
                  </li>
                ))}
                <li>
                  <b>{trace.basis[tokens.basis]}</b> {tokens.statement}
                </li>
                <li>{trace.own}</li>
              </ul>
            </>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Of the run's assumptions, those on this node and on its traffic. */
const assumptionsAbout = (run: RunResult, { name }: BoardAnswer): readonly Assumption[] =>
  run.assumptions.filter(({ subject, basis }) => subject === name || basis === 'recorded');
