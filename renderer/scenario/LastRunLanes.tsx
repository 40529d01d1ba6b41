import { ChartColumnStacked, ZapOff } from 'lucide-react';
import { useMemo } from 'react';
import type { Policy, RunResult, Scenario } from '../../shared/model/index.ts';
import { breakerRows } from '../rehearse/breaker-rows.ts';
import { useScenarioSha256 } from '../rehearse/policy-hash.ts';
import { stackOf } from '../tiers/stack.ts';
import { clockText, shareText, spanText, words } from '../words/index.ts';
import { namesIn } from './event-text.ts';

const texts = words.scenarioEditor.lastRun;
/** More would push the lanes that are drawn in out of sight; the results have them all. */
const MOST_BREAKERS = 6;

/** What the last run said, on the same time: how requests ended, and when breakers were open. To look at, not to draw in. */
export function LastRunLanes(props: {
  readonly run: RunResult;
  readonly policy: Policy;
  readonly scenario: Scenario;
  readonly shownMs: number;
}) {
  const { run, policy, scenario, shownMs } = props;
  const sha256 = useScenarioSha256(scenario);
  const stack = useMemo(() => stackOf(run), [run]);
  const breakers = useMemo(() => breakerRows(run, namesIn(policy)), [run, policy]);
  const isOfThis = sha256 === null || sha256 === run.scenario.sha256;
  const { outcomes } = run;
  const failed = run.requests === 0 ? 0 : outcomes.failed / run.requests;
  const lower = run.requests === 0 ? 0 : (outcomes.answeredByTier[1]! + outcomes.answeredByTier[2]!) / run.requests;
  return (
    <div className={isOfThis ? 'sc-group sc-last' : 'sc-group sc-last is-of-before'}>
      <h2 className="caption">
        {texts.title} {!isOfThis && <span className="sc-last-before">{texts.before}</span>}
      </h2>
      <div className="sc-lane">
        <div className="sc-lane-head">
          <ChartColumnStacked size={14} aria-hidden="true" />
          <span className="sc-lane-name">{texts.answers}</span>
        </div>
        <div className="sc-lane-plot" role="img" aria-label={texts.answersSaid(shareText(lower), shareText(failed))}>
          <svg viewBox="0 0 1000 100" preserveAspectRatio="none" style={{ width: `${(stack.endMs / shownMs) * 100}%` }} aria-hidden="true">
            {stack.bands.map(({ state, path }) => (
              <path key={state} d={path} style={{ fill: `var(--${state})` }} />
            ))}
          </svg>
        </div>
      </div>
      {breakers.slice(0, MOST_BREAKERS).map(({ nodeId, name, segments, openings }) => {
        const openMs = segments.reduce((sum, { state, startMs, endMs }) => (state === 'open' ? sum + endMs - startMs : sum), 0);
        return (
          <div key={nodeId} className="sc-lane">
            <div className="sc-lane-head">
              <ZapOff size={14} aria-hidden="true" />
              <span className="sc-lane-name">{texts.breaker(name)}</span>
            </div>
            <div
              className="sc-lane-plot"
              role="img"
              aria-label={openings === 0 ? texts.neverOpen(name) : texts.opened(name, openings, spanText(openMs))}
            >
              {segments.map(({ state, startMs, endMs }) => (
                <span
                  key={startMs}
                  className={`sc-breaker is-${state}`}
                  title={words.rehearse.charts.breakers.segment(name, state, clockText(startMs, shownMs), clockText(endMs, shownMs))}
                  style={{ left: `${(startMs / shownMs) * 100}%`, width: `${((endMs - startMs) / shownMs) * 100}%` }}
                >
                  {state === 'open' && (endMs - startMs) / shownMs > ROOM_FOR_WORD && texts.open}
                </span>
              ))}
            </div>
          </div>
        );
      })}
    </div>
  );
}

/** Share of the width that the word takes. */
const ROOM_FOR_WORD = 0.06;
