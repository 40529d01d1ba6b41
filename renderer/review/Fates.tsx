import { Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Policy, RequestTrace, Scenario } from '../../shared/model/index.ts';
import { Select } from '../parts/index.ts';
import { type Names, outcomeWords, TraceWaterfall } from '../rehearse/index.ts';
import { countText, latencyText, words } from '../words/index.ts';
import { findFates, useImpact } from './impact.ts';
import type { ReviewSubject } from './review-store.ts';

const text = words.review.impact.fates;
const MOST_LISTED = 50;

interface FatesProps {
  readonly subject: ReviewSubject;
  readonly scenarios: readonly Scenario[];
  readonly isRunning: boolean;
}

/** The same request in both versions, where it ends otherwise: what happened to it here and there. */
export function Fates({ subject, scenarios, isRunning }: FatesProps) {
  const found = useImpact((state) => state.fates);
  const [scenarioId, setScenario] = useState(scenarios.at(-1)?.id ?? '');
  const [chosen, setChosen] = useState<number | null>(null);
  const scenario = scenarios.find(({ id }) => id === scenarioId) ?? scenarios.at(-1);
  if (scenario === undefined) return null;
  const list = found?.list.slice(0, MOST_LISTED) ?? [];
  const fate = list.find(({ after }) => after.request === chosen) ?? list[0];
  return (
    <section className="review-part" aria-label={text.title}>
      <h2>{text.title}</h2>
      <p className="ink-2">{text.intro}</p>
      <div className="review-verbs">
        <Select
          label={words.review.impact.contributions.scenario}
          value={scenario.id}
          options={scenarios.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setScenario}
        />
        <button type="button" className="btn" disabled={isRunning} onClick={() => void findFates(subject, scenario)}>
          <Search size={13} aria-hidden="true" /> {text.run}
        </button>
        {found !== null && (
          <span className="small ink-2" role="status">
            {text.found(found.list.length, found.of)}
          </span>
        )}
      </div>
      {fate !== undefined && (
        <div className="review-fates">
          <ul className="review-fate-list scroll-thin" aria-label={text.list}>
            {list.map(({ before, after }) => (
              <li key={after.request}>
                <button
                  type="button"
                  className="review-change review-fate"
                  aria-current={after.request === fate.after.request ? 'true' : undefined}
                  onClick={() => setChosen(after.request)}
                >
                  <span>
                    {text.request(countText(after.request))}
                    <span className="small ink-2 review-sentence">{text.from(endOf(before), endOf(after))}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
          {(['before', 'after'] as const).map((side) => (
            <section key={side} aria-label={words.review[side]}>
              <h3>
                {words.review[side]}{' '}
                <span className="ink-2">
                  {endOf(fate[side])}, {latencyText(fate[side].latencyMs)}
                </span>
              </h3>
              <Waterfall trace={fate[side]} policy={subject[side].policy} />
            </section>
          ))}
        </div>
      )}
    </section>
  );
}

const endOf = ({ tier, outcome }: RequestTrace): string => outcomeWords(outcome, tier);

function Waterfall({ trace, policy }: { readonly trace: RequestTrace; readonly policy: Policy }) {
  const names = useMemo(() => namesIn(policy), [policy]);
  const kinds = useMemo(() => new Map(policy.nodes.map(({ id, kind }) => [id, kind])), [policy]);
  return <TraceWaterfall trace={trace} names={names} kindOf={(id) => kinds.get(id) ?? null} />;
}

function namesIn({ nodes, providers }: Policy): Names {
  const nodeNames = new Map(nodes.map(({ id, name }) => [id, name]));
  const providerNames = new Map(providers.map(({ id, name }) => [id, name]));
  return {
    node: (id) => nodeNames.get(id) ?? id,
    provider: (id) => providerNames.get(id) ?? id,
    port: () => null,
    tierAnswerer: () => null,
  };
}
