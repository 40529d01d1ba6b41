import { Play } from 'lucide-react';
import type { Policy, RunResult } from '../../shared/model/index.ts';
import { cancelRun, simulate } from '../rehearsal/simulate.ts';
import { incidentBands } from '../rehearse/incidents.ts';
import { namesOf } from '../rehearse/names.ts';
import { obstacleOf } from '../rehearse/staleness.ts';
import { useFindings, useInputs, useRun } from '../state/index.ts';
import { clockText, countText, shareText, words } from '../words/index.ts';
import type { BoardView } from './board-view.ts';
import { stackOf } from './stack.ts';

/** Below the board: at which instants which tier answered, or how to learn it. */
export function LastRun({ view }: { readonly view: BoardView }) {
  const { run: text } = words.tiers;
  const { run, isStale } = view;
  const status = useRun((state) => state.status);
  const share = useRun((state) => state.progress.share);
  const findings = useFindings((state) => state.findings);
  const traffic = useInputs((state) => state.traffic);
  const obstacle = obstacleOf(findings, traffic !== null);
  if (status === 'running') {
    return (
      <section className="tier-run" role="status">
        <p>
          <b className="strong">{text.running}</b> <span className="ink-3">{shareText(Math.round(share * 100) / 100)}</span>
        </p>
        <button type="button" className="btn" onClick={cancelRun}>
          {text.cancel}
        </button>
      </section>
    );
  }
  if (run !== null && !isStale) return <Picture run={run} policy={view.policy} />;
  return (
    <section className="tier-run">
      <p>
        <b className="strong">{isStale ? text.stale : text.none}</b>{' '}
        <span className="ink-2">{obstacle ?? (isStale ? text.staleDetail : text.noneDetail)}</span>
      </p>
      <button type="button" className="btn" disabled={obstacle !== null} onClick={() => void simulate()}>
        <Play size={12} fill="currentColor" aria-hidden="true" /> {isStale ? text.again : text.simulate}
      </button>
    </section>
  );
}

function Picture({ run, policy }: { readonly run: RunResult; readonly policy: Policy }) {
  const { run: text, columns } = words.tiers;
  const { bands, ticks, endMs } = stackOf(run);
  const incidents = incidentBands(run, namesOf(run, policy), endMs);
  const totals = ([1, 2, 3] as const).map((tier) => {
    const count = run.outcomes.answeredByTier[tier - 1] ?? 0;
    return { tier, count, share: run.requests === 0 ? 0 : count / run.requests };
  });
  const spoken = totals.map(({ tier, share }) => `${columns.tier[tier]} ${shareText(share)}.`).join(' ');
  return (
    <section className="tier-time" aria-label={text.title}>
      <div className="tier-time-head">
        <h2>{text.title}</h2>
        <span className="small ink-3">{text.basis(run.scenario.name, run.traffic.label, countText(run.requests))}</span>
        <span className="grow" />
        {totals.map(({ tier, share }) => (
          <span key={tier} className="small ink-2">
            <span className={`mark t${tier}`}>{tier}</span> {shareText(share)}
          </span>
        ))}
      </div>
      <div className="tier-time-picture" role="img" aria-label={text.picture(spoken)}>
        <svg viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">
          {bands.map(({ state, path }) => (
            <path key={state} className={`is-${state}`} d={path} />
          ))}
        </svg>
        {incidents.map(({ id, label, sentence, ...at }) => (
          <span
            key={id}
            className="tier-event"
            title={sentence}
            style={{ left: `${(at.startMs / endMs) * 100}%`, width: `${((at.endMs - at.startMs) / endMs) * 100}%` }}
          >
            <span className="small">{label}</span>
          </span>
        ))}
      </div>
      <div className="tier-ticks small ink-3" aria-hidden="true">
        {ticks.map((ms) => (
          <span key={ms} style={{ left: `${(ms / endMs) * 100}%` }}>
            {clockText(ms, endMs)}
          </span>
        ))}
      </div>
    </section>
  );
}
