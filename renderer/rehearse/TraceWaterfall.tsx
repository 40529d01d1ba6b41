import { useMemo, useState } from 'react';
import type { RequestTrace } from '../../shared/model/index.ts';
import { chosenTimeText, countText, exactUsdText, latencyText, usdText, words } from '../words/index.ts';
import type { Names } from './names.ts';
import { valueScale } from './time-axis.ts';
import { isOfLine, segmentsOf } from './trace-time.ts';
import { outcomeWords, outlivesByFar, waterfallOf } from './trace-view.ts';

const percent = (share: number) => `${share * 100}%`;

/** Calls of one request, each below its caller, on the request's own time. */
export function TraceWaterfall({
  trace,
  names,
  kindOf,
}: {
  readonly trace: RequestTrace;
  readonly names: Names;
  readonly kindOf: (nodeId: string) => string | null;
}) {
  const [showsAll, setShowsAll] = useState(false);
  const waterfall = useMemo(() => waterfallOf(trace, names, showsAll), [trace, names, showsAll]);
  const text = words.results.waterfall;
  const ticks = valueScale(waterfall.totalMs, 5, 0).ticks;
  return (
    <>
      {outlivesByFar({ lastMs: waterfall.lastMs, latencyMs: trace.latencyMs }) && (
        <button type="button" className="btn compact rh-after" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? text.hideAfter : text.showAfter(latencyText(waterfall.lastMs))}
        </button>
      )}
      <table className="rh-waterfall">
        <caption className="visually-hidden">{words.rehearse.trace.calls}</caption>
        <thead>
          <tr>
            <th scope="col">{words.rehearse.trace.columns.call}</th>
            <th scope="col">
              <span className="visually-hidden">{words.rehearse.trace.columns.time}</span>
              <span className="rh-waterfall-scale" aria-hidden="true">
                {ticks.map((ms) => (
                  <span key={ms} style={{ left: percent(ms / waterfall.totalMs) }}>
                    {ms === 0 ? '0' : chosenTimeText(ms)}
                  </span>
                ))}
              </span>
            </th>
            <th scope="col">{words.rehearse.trace.columns.took}</th>
            <th scope="col">{words.rehearse.trace.columns.cost}</th>
            <th scope="col">{words.rehearse.trace.columns.reply}</th>
          </tr>
        </thead>
        <tbody>
          {waterfall.rows.map((row) => {
            const isAnswered = row.outcome === 'answered';
            return (
              <tr key={row.span}>
                <th scope="row" style={{ paddingLeft: `${row.depth * 14}px` }}>
                  {row.port !== null && <span className="rh-port">{row.port}</span>}
                  {row.name}
                </th>
                <td className="rh-waterfall-lane">
                  <span className="rh-reply-line" style={{ left: percent(waterfall.replyAt) }} aria-hidden="true" />
                  <span
                    className={`rh-bar ${isAnswered ? 'rh-bar-answered' : 'rh-bar-failed'}`}
                    style={{ left: percent(row.start), width: percent(row.width) }}
                    title={words.rehearse.trace.bar(row.name, latencyText(row.startMs), latencyText(row.startMs + row.durationMs))}
                  />
                  {segmentsOf(trace, row.span, kindOf(row.nodeId)).map(
                    ({ part, startMs, endMs }) =>
                      part !== null &&
                      startMs - trace.arrivalMs < waterfall.totalMs && (
                        <span
                          key={startMs}
                          className={`rh-part-bar rh-part-${part}`}
                          style={{
                            left: percent((startMs - trace.arrivalMs) / waterfall.totalMs),
                            width: percent(
                              (Math.min(endMs - trace.arrivalMs, waterfall.totalMs) - (startMs - trace.arrivalMs)) / waterfall.totalMs,
                            ),
                          }}
                          title={words.results.waterfall.doing(row.name, part, latencyText(endMs - startMs))}
                        />
                      ),
                  )}
                  {row.isCut && (
                    <span className="rh-goes-on" title={text.goesOn(latencyText(row.startMs + row.durationMs))} aria-hidden="true">
                      →
                    </span>
                  )}
                  {row.facts
                    .filter(({ fact }) => !isOfLine(fact))
                    .map((fact) => (
                      <span
                        key={`${fact.afterMs}${fact.fact}`}
                        className="rh-fact"
                        style={fact.at > 0.7 ? { right: percent(1 - fact.at) } : { left: percent(fact.at) }}
                        data-side={fact.at > 0.7 ? 'left' : 'right'}
                      >
                        {fact.fact}
                      </span>
                    ))}
                </td>
                <td title={words.rehearse.trace.ms(row.durationMs)}>{latencyText(row.durationMs)}</td>
                <td title={moneyTitle(row.usd, trace.spans[row.span]!.tokens)}>{row.usd === 0 ? '' : usdText(row.usd)}</td>
                <td className={isAnswered ? 'rh-cell-text' : 'rh-cell-text ink-failed'}>
                  {outcomeWords(row.outcome)}
                  {row.outlivesRequest && <span className="ink-3"> {words.rehearse.trace.nobodyWaited}</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

function moneyTitle(usd: number, tokens: RequestTrace['spans'][number]['tokens']): string | undefined {
  if (usd === 0) return undefined;
  return tokens === undefined
    ? exactUsdText(usd)
    : words.results.waterfall.tokens(exactUsdText(usd), countText(tokens.prompt), countText(tokens.completion));
}
