import { useMemo } from 'react';
import type { RequestTrace } from '../../shared/model/index.ts';
import { countText, latencyText, usdText, words } from '../words/index.ts';
import { billOf, timePartsOf } from './trace-time.ts';

/** Where the time of one request went, and what it was billed for. */
export function TraceSummary({ trace, kindOf }: { readonly trace: RequestTrace; readonly kindOf: (nodeId: string) => string | null }) {
  const parts = useMemo(() => timePartsOf(trace, kindOf), [trace, kindOf]);
  const bill = useMemo(() => billOf(trace, kindOf), [trace, kindOf]);
  const text = words.results.waterfall;
  return (
    <section className="rh-parts" aria-label={text.where}>
      <h3>{text.where}</h3>
      <div className="rh-part-sum" aria-hidden="true">
        {parts.map(({ part, ms }) => (
          <i key={part} className={`rh-part-${part}`} style={{ flexGrow: ms }} />
        ))}
      </div>
      <div className="rh-keys">
        {parts.map(({ part, ms }) => (
          <span key={part} className="rh-key">
            <i className={`rh-part-${part}`} aria-hidden="true" />
            {text.part[part]} <b>{latencyText(ms)}</b>
          </span>
        ))}
      </div>
      <p>
        {bill.usd === 0 ? text.nothing : text.billed(usdText(bill.usd), bill.paidCalls, countText(bill.paidCalls))}
        {bill.wastedUsd > 0 && text.wasted(usdText(bill.wastedUsd))}.
      </p>
    </section>
  );
}
