import type { ReactNode } from 'react';
import { FAILURES, type FailureClass } from '../../shared/model/index.ts';
import { countText, latencyText, shareText, usdText, words } from '../words/index.ts';
import type { Distribution, Parts, View } from './view.ts';

const text = words.trafficRoom;

interface PanelProps {
  readonly title: string;
  readonly aside?: string;
  readonly children: ReactNode;
}

export function Panel({ title, aside, children }: PanelProps) {
  return (
    <section className="tr-panel" aria-label={title}>
      <div className="tr-section-head">
        <h2>{title}</h2>
        {aside !== undefined && <span className="ink-3">{aside}</span>}
      </div>
      {children}
    </section>
  );
}

const NotRecorded = ({ children }: { readonly children: string }) => <p className="tr-not ink-3">{children}</p>;

export function BurstPanel({ burstiness }: { readonly burstiness: View['burstiness'] }) {
  const { gapCv, clockMs, peak, dispersion } = burstiness;
  const most = Math.max(1, ...dispersion.map(({ index }) => index));
  // What a queue or a limit of a minute meets.
  const widest = [...dispersion].reverse().find(({ windowMs }) => windowMs <= 60_000);
  return (
    <Panel title={text.bursts.title}>
      <p>
        {clockMs === null ? text.bursts.gaps(gapCv) : text.bursts.clock(clockMs)}{' '}
        {widest !== undefined && text.bursts.wave(widest.index, widest.windowMs)}{' '}
        {peak !== null && text.bursts.peak(peak.timesMean, peak.windowMs)}
      </p>
      {dispersion.length === 0 ? (
        <NotRecorded>{text.bursts.short}</NotRecorded>
      ) : (
        <table className="tr-table" title={text.bursts.explain}>
          <thead>
            <tr>
              <th scope="col">{text.bursts.head[0]}</th>
              <th scope="col" colSpan={2}>
                {text.bursts.head[1]}
              </th>
            </tr>
          </thead>
          <tbody>
            {dispersion.map(({ windowMs, index }) => (
              <tr key={windowMs}>
                <td>{text.bursts.every(windowMs)}</td>
                <td className="tr-bar-cell">
                  <span className="tr-bar" style={{ width: `${(index / most) * 100}%` }} />
                </td>
                <td className="tr-number">{text.bursts.times(index)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

interface DistributionPanelProps {
  readonly title: string;
  readonly aside?: string;
  readonly of: Distribution;
  readonly valueText: (value: number) => string;
}

export function DistributionPanel({ title, aside, of, valueText }: DistributionPanelProps) {
  const { quantiles, histogram } = of;
  const most = Math.max(1, ...histogram.counts);
  const shown = ['p5', 'p50', 'p95', 'p99', 'max', 'mean'] as const;
  return (
    <Panel title={title} {...(aside !== undefined && { aside })}>
      <div className="tr-histogram" aria-hidden="true">
        {histogram.counts.map((count, bar) => (
          <span key={histogram.edges[bar]} title={text.bar(valueText(histogram.edges[bar]!), valueText(histogram.edges[bar + 1]!), count)}>
            <i style={{ height: count === 0 ? 0 : `max(1px, ${(count / most) * 100}%)` }} />
          </span>
        ))}
      </div>
      <div className="tr-histogram-ends ink-3 small" aria-hidden="true">
        <span>{valueText(histogram.edges[0] ?? 0)}</span>
        <span>{valueText(histogram.edges.at(-1) ?? 0)}</span>
      </div>
      <dl className="tr-quantiles">
        {shown.map((key) => (
          <div key={key}>
            <dt>{text.quantiles[key]}</dt>
            <dd>{valueText(quantiles[key])}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

export const TokensPanel = ({ title, of }: { readonly title: string; readonly of: Distribution }) => (
  <DistributionPanel title={title} of={of} valueText={countText} />
);

export function LatencyPanel({ view }: { readonly view: View }) {
  if (view.latencyMs === null)
    return (
      <Panel title={text.latency.whole}>
        <NotRecorded>{text.notRecorded.latency}</NotRecorded>
      </Panel>
    );
  return (
    <>
      <DistributionPanel
        title={text.latency.whole}
        aside={text.latency.measured(view.latencyMs.measured)}
        of={view.latencyMs}
        valueText={latencyText}
      />
      {view.ttftMs !== null && (
        <DistributionPanel
          title={text.latency.first}
          aside={text.latency.measured(view.ttftMs.measured)}
          of={view.ttftMs}
          valueText={latencyText}
        />
      )}
    </>
  );
}

const labelOfFailure = (failure: string): string => FAILURES[failure as FailureClass]?.label ?? failure;

export function EndedPanel({ view }: { readonly view: View }) {
  const { outcomes, usd, requests } = view;
  return (
    <Panel title={text.ended.title}>
      {outcomes === null ? (
        <NotRecorded>{text.notRecorded.ended}</NotRecorded>
      ) : (
        <table className="tr-table">
          <tbody>
            <tr>
              <td>
                <span className="mark t1" aria-hidden="true">
                  ✓
                </span>{' '}
                {text.ended.answered}
              </td>
              <td className="tr-number">{countText(outcomes.answered)}</td>
              <td className="tr-number">{shareText(outcomes.answered / outcomes.known)}</td>
            </tr>
            {outcomes.byFailure.map(({ failure, requests: count }) => (
              <tr key={failure}>
                <td>
                  <span className="mark failed" aria-hidden="true">
                    ×
                  </span>{' '}
                  {labelOfFailure(failure)}
                </td>
                <td className="tr-number">{countText(count)}</td>
                <td className="tr-number">{shareText(count / outcomes.known)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {outcomes !== null && outcomes.known < requests && <p className="ink-3">{text.ended.unknown(requests - outcomes.known)}</p>}
      {usd !== null && (
        <p>
          {text.ended.cost}: <b>{text.ended.costOf(usd.total, usd.known, requests)}</b>
        </p>
      )}
    </Panel>
  );
}

interface PartsPanelProps {
  readonly title: string;
  readonly parts: Parts;
  readonly requests: number;
  readonly aside?: string;
}

/** The largest values of a column, with what each stands for. */
export function PartsPanel({ title, parts, requests, aside }: PartsPanelProps) {
  const hasFailed = parts.top.some(({ failed }) => failed !== null && failed > 0);
  const hasUsd = parts.top.some(({ usd }) => usd !== null && usd > 0);
  const rest = (label: string, count: number) => (
    <tr className="ink-3">
      <td>{label}</td>
      <td className="tr-number">{countText(count)}</td>
      <td className="tr-number">{shareText(count / Math.max(1, requests))}</td>
      <td />
      {hasFailed && <td />}
      {hasUsd && <td />}
    </tr>
  );
  return (
    <Panel title={title} {...(aside !== undefined && { aside })}>
      <table className="tr-table">
        <thead>
          <tr>
            <th scope="col">{text.parts.name}</th>
            <th scope="col">{text.parts.requests}</th>
            <th scope="col">{text.parts.share}</th>
            <th scope="col">{text.parts.tokens}</th>
            {hasFailed && <th scope="col">{text.parts.failed}</th>}
            {hasUsd && <th scope="col">{text.parts.cost}</th>}
          </tr>
        </thead>
        <tbody>
          {parts.top.map((part) => (
            <tr key={part.value}>
              <td className="tr-name" title={part.value}>
                {part.value}
              </td>
              <td className="tr-number">{countText(part.requests)}</td>
              <td className="tr-number">{shareText(part.requests / Math.max(1, requests))}</td>
              <td className="tr-number">
                {countText(part.inputTokens / Math.max(1, part.requests))} + {countText(part.outputTokens / Math.max(1, part.requests))}
              </td>
              {hasFailed && (
                <td className="tr-number">{part.failed === null ? '–' : shareText(part.failed / Math.max(1, part.requests))}</td>
              )}
              {hasUsd && <td className="tr-number">{part.usd === null ? '–' : usdText(part.usd)}</td>}
            </tr>
          ))}
          {parts.otherValues > 0 && rest(text.parts.others(parts.otherValues), parts.otherRequests)}
          {parts.missing > 0 && rest(text.parts.missing, parts.missing)}
        </tbody>
      </table>
    </Panel>
  );
}

export function ColumnsPanels({ view }: { readonly view: View }) {
  const { models, providers, users, requests } = view;
  // What a log names as its model is often kept for routers too.
  const known = [models, providers].map((parts) => JSON.stringify(parts));
  const metadata = view.metadata.filter(({ parts }) => !known.includes(JSON.stringify(parts)));
  return (
    <>
      {models === null ? (
        <Panel title={text.parts.models}>
          <NotRecorded>{text.notRecorded.models}</NotRecorded>
        </Panel>
      ) : (
        <PartsPanel title={text.parts.models} parts={models} requests={requests} />
      )}
      {providers !== null && <PartsPanel title={text.parts.providers} parts={providers} requests={requests} />}
      {users === null ? (
        <Panel title={text.parts.users}>
          <NotRecorded>{text.notRecorded.users}</NotRecorded>
        </Panel>
      ) : (
        <PartsPanel title={text.parts.users} parts={users} requests={requests} aside={text.parts.usersCount(users.count, users.halfBy)} />
      )}
      {metadata.map(({ key, parts }) => (
        <PartsPanel key={key} title={key} parts={parts} requests={requests} />
      ))}
      {view.metadata.length === 0 && <p className="tr-not ink-3">{text.notRecorded.metadata}</p>}
    </>
  );
}
