import { Play, Square, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { CALM, type Scenario } from '../../shared/model/index.ts';
import { library } from '../../shared/scenario/index.ts';
import { type DifferenceRow, DifferenceTable, signedText } from '../knobs/index.ts';
import { slaOf } from '../rehearse/index.ts';
import { useInputs } from '../state/index.ts';
import { latencyText, rateText, shareText, usdText, words } from '../words/index.ts';
import { Contributions } from './Contributions.tsx';
import { Fates } from './Fates.tsx';
import { type ImpactState, runImpact, stopImpact, useImpact } from './impact.ts';
import { judgedRows } from './impact-rows.ts';
import type { ReviewSubject } from './review-store.ts';

const text = words.review.impact;
const PAIRS = 10;
/** 365.25 days in twelve. */
const SECONDS_A_MONTH = 30.4375 * 86_400;

/** Both versions under a suite of scenarios: figures, promises, money; what each change adds; whose request ends otherwise. */
export function ImpactView({ subject }: { readonly subject: ReviewSubject }) {
  const impact = useImpact((state) => state);
  const own = useInputs((state) => state.ownScenarios);
  const inUse = useInputs((state) => state.scenario);
  const hasTraffic = useInputs((state) => state.traffic !== null);
  const offered = useMemo(() => unique([CALM, inUse, ...own, ...library]), [inUse, own]);
  const [chosen, setChosen] = useState<readonly string[]>(() =>
    unique([CALM, inUse, ...own])
      .slice(0, 3)
      .map(({ id }) => id),
  );
  const suite = offered.filter(({ id }) => chosen.includes(id));
  const isStale = impact.of !== null && (impact.of.before !== subject.before || impact.of.after !== subject.after);
  const isRunning = impact.status === 'running';
  return (
    <section className="review-impact scroll-thin" aria-label={text.label}>
      <p className="ink-2">{text.intro}</p>
      <fieldset className="review-suite">
        <legend className="caption">{text.scenarios}</legend>
        {offered.map(({ id, name }) => (
          <label key={id} className="review-scenario">
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={(event) => setChosen(event.target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))}
            />
            {name}
          </label>
        ))}
      </fieldset>
      <div className="review-verbs">
        <button
          type="button"
          className="btn primary"
          disabled={isRunning || suite.length === 0 || !hasTraffic}
          onClick={() => void runImpact(subject, suite, PAIRS)}
        >
          <Play size={12} fill="currentColor" aria-hidden="true" /> {text.run}
        </button>
        {isRunning && (
          <button type="button" className="btn" onClick={stopImpact}>
            <Square size={12} aria-hidden="true" /> {text.stop}
          </button>
        )}
        <span className="small ink-2" role="status">
          {!hasTraffic ? text.noTraffic : impact.message}
        </span>
      </div>
      {isStale && (
        <p className="review-stale" role="status">
          <TriangleAlert size={14} aria-hidden="true" /> {text.stale}
        </p>
      )}
      {impact.scenarios.length > 0 && <Results impact={impact} subject={subject} isStale={isStale} />}
      {impact.scenarios.length > 0 && !isStale && (
        <>
          <Contributions
            subject={subject}
            scenarios={impact.scenarios.map(({ scenario }) => scenario)}
            pairs={PAIRS}
            isRunning={isRunning}
          />
          <Fates subject={subject} scenarios={impact.scenarios.map(({ scenario }) => scenario)} isRunning={isRunning} />
        </>
      )}
    </section>
  );
}

function Results(props: { readonly impact: ImpactState; readonly subject: ReviewSubject; readonly isStale: boolean }) {
  const { impact, subject, isStale } = props;
  const { scenarios, requestsPerS } = impact;
  const { rows, family } = useMemo(() => judgedRows(scenarios.map(({ comparison }) => comparison)), [scenarios]);
  const said = (verdict: 'better' | 'worse'): string[] =>
    scenarios.flatMap(({ scenario }, at) =>
      (rows[at] ?? [])
        .filter((row) => row.verdict === verdict)
        .map((row) => `${text.under(words.knobs.figure[row.id], scenario.name)} ${signedText(row.id, row.unit, row.difference)}`),
    );
  return (
    <>
      <h2 className="review-summary" role="status">
        {text.summary(said('better').slice(0, 4), said('worse').slice(0, 4))}
      </h2>
      <p className="small ink-3">{text.family(scenarios[0]?.comparison.replications ?? PAIRS, family)}</p>
      {scenarios.map(({ scenario }, at) => (
        <section key={scenario.id} aria-label={text.ofScenario(scenario.name)} className="review-scenario-result">
          <h3>{text.ofScenario(scenario.name)}</h3>
          <DifferenceTable rows={rows[at] ?? []} isStale={isStale} />
          <Promises rows={rows[at] ?? []} subject={subject} />
          <Month rows={rows[at] ?? []} requestsPerS={requestsPerS} />
        </section>
      ))}
    </>
  );
}

/** What users are owed, and whether each version gives it: by the means, which the table has with their interval. */
function Promises({ rows, subject }: { readonly rows: readonly DifferenceRow[]; readonly subject: ReviewSubject }) {
  const sla = slaOf(subject.after.policy);
  const { promise } = text;
  const owed = [
    { id: 'availability', limit: sla.availability, say: promise.availability(shareText(sla.availability ?? 0)), isFloor: true },
    { id: 'p95Ms', limit: sla.p95Ms, say: promise.p95Ms(latencyText(sla.p95Ms ?? 0)), isFloor: false },
    { id: 'usdPerRequest', limit: sla.usdPerRequest, say: promise.usdPerRequest(usdText((sla.usdPerRequest ?? 0) * 1000)), isFloor: false },
  ];
  const told = owed.flatMap(({ id, limit, say, isFloor }) => {
    const row = rows.find((one) => one.id === id);
    if (row === undefined || limit === null) return [];
    const state = (value: number | null): 'kept' | 'broken' | 'unknown' =>
      value === null ? 'unknown' : (isFloor ? value >= limit : value <= limit) ? 'kept' : 'broken';
    return [{ id, say, before: state(row.before), after: state(row.after) }];
  });
  if (told.length === 0) return null;
  return (
    <ul className="review-promises" aria-label={promise.title}>
      {told.map(({ id, say, before, after }) => (
        <li key={id} className={`pill ${after === 'broken' ? 'error' : after === 'kept' ? 'ok' : ''}`}>
          {promise.row(say, promise[before], promise[after])}
        </li>
      ))}
    </ul>
  );
}

function Month({ rows, requestsPerS }: { readonly rows: readonly DifferenceRow[]; readonly requestsPerS: number }) {
  const row = rows.find(({ id }) => id === 'usdPerRequest');
  if (row === undefined || row.before === null || row.after === null || requestsPerS === 0) return null;
  const month = (usd: number): string => usdText(usd * requestsPerS * SECONDS_A_MONTH);
  return <p className="small ink-2">{text.month(month(row.before), month(row.after), rateText(requestsPerS))}</p>;
}

const unique = (scenarios: readonly Scenario[]): Scenario[] => [...new Map(scenarios.map((scenario) => [scenario.id, scenario])).values()];
