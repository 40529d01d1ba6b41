import type { PolicyNode } from '../../shared/model/index.ts';
import { useRun, viewStore } from '../state/index.ts';
import { countText, enumerated, latencyText, shareText, usdText, words } from '../words/index.ts';

/** What the latest rehearsal found at this node. */
export function LastRun({ node }: { readonly node: PolicyNode }) {
  const result = useRun((state) => state.result);
  const figures = result?.nodes.find(({ id }) => id === node.id);
  if (figures === undefined) return null;
  const breaker = result?.breakers.find(({ nodeId }) => nodeId === node.id);
  // Counters in the kind's own words; what never happened says nothing.
  const counted = Object.entries(figures.facts).filter(([, count]) => count > 0);
  const failed = Object.values(figures.failures).reduce<number>((sum, count) => sum + (count ?? 0), 0);
  return (
    <section className="inspector-section" aria-label={words.inspector.inLastRun}>
      <h3 className="caption">{words.inspector.inLastRun}</h3>
      {figures.calls === 0 ? (
        <p className="ink-2">{words.inspector.nothingCalled}</p>
      ) : (
        <dl className="run-figures">
          <div>
            <dt>{words.inspector.calls}</dt>
            <dd>{countText(figures.calls)}</dd>
          </div>
          <div>
            <dt>{words.inspector.failed}</dt>
            <dd title={words.inspector.countOf(failed, figures.calls)}>{shareText(failed / figures.calls)}</dd>
          </div>
          <div>
            <dt>{words.inspector.p95}</dt>
            <dd>{latencyText(figures.latencyMs.p95)}</dd>
          </div>
          {figures.usd > 0 && (
            <div>
              <dt>{words.inspector.cost}</dt>
              <dd>{usdText(figures.usd)}</dd>
            </div>
          )}
        </dl>
      )}
      {counted.length > 0 && (
        <p className="small ink-2">{enumerated(counted.map(([fact, count]) => `${fact.replaceAll('-', ' ')} ${countText(count)}`))}</p>
      )}
      {breaker !== undefined && breaker.transitions.length > 0 && (
        <p className="small ink-2">{words.inspector.breakerRun(latencyText(breaker.openMs), countText(breaker.rejected))}</p>
      )}
      <button type="button" className="btn link small" onClick={() => viewStore.getState().goTo('rehearse')}>
        {words.inspector.showInRehearse}
      </button>
    </section>
  );
}
