import type { PolicyNode } from '../../shared/model/index.ts';
import { countText, latencyText, shareText, usdText } from '../rehearse/figure-text.ts';
import { useRun, viewStore } from '../state/index.ts';

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
    <section className="inspector-section" aria-label="In the last run">
      <h3 className="caption">In the last run</h3>
      {figures.calls === 0 ? (
        <p className="ink-2">Nothing called it.</p>
      ) : (
        <dl className="run-figures">
          <div>
            <dt>Calls</dt>
            <dd>{countText(figures.calls)}</dd>
          </div>
          <div>
            <dt>Failed</dt>
            <dd title={`${failed} of ${figures.calls}`}>{shareText(failed / figures.calls)}</dd>
          </div>
          <div>
            <dt>P95</dt>
            <dd>{latencyText(figures.latencyMs.p95)}</dd>
          </div>
          {figures.usd > 0 && (
            <div>
              <dt>Cost</dt>
              <dd>{usdText(figures.usd)}</dd>
            </div>
          )}
        </dl>
      )}
      {counted.length > 0 && (
        <p className="small ink-2">{counted.map(([fact, count]) => `${fact.replaceAll('-', ' ')} ${countText(count)}`).join(', ')}</p>
      )}
      {breaker !== undefined && breaker.transitions.length > 0 && (
        <p className="small ink-2">
          Open for {latencyText(breaker.openMs)}, turned away {countText(breaker.rejected)} calls.
        </p>
      )}
      <button type="button" className="btn link small" onClick={() => viewStore.getState().goTo('rehearse')}>
        Show in Rehearse
      </button>
    </section>
  );
}
