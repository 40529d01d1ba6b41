import { type DefenceFigures, defenceLayers } from '../shared/kinds/index.ts';
import { FLAW_SENTENCES, type FlawShare, flawShares, gravestFlaw, type Policy, type RunResult } from '../shared/model/index.ts';
import type { painter } from './terminal.ts';
import { clock, count, duration, figure, share, table, usd } from './words.ts';

/** A run result as the page that a person reads in a terminal. Computes nothing that is not in the result; the policy lends names and the order of its guards. */

const MOST_TRANSITIONS = 20;
const BASIS = { recorded: '●', fitted: '●', assumed: '○', model: '○' } as const;

export function runReport(run: RunResult, policy: Policy, paint: ReturnType<typeof painter>): string {
  const heading = (text: string): string => paint('bold', text);
  const flaws = flawShares(run);
  const layers = defenceLayers(policy, run.nodes);
  const sections = [
    `${heading(`${policy.name} under “${run.scenario.name}”`)}\n${headline(run)}`,
    basis(run),
    figures(run),
    ...(run.scenario.events.length > 0 ? [`${heading('Answers over time')} (by the time a request ended)\n${phaseTable(run)}`] : []),
    ...(flaws.length === 0 ? [] : [`${heading('Answered, but flawed')} (no status code tells)\n${flawTable(flaws)}`]),
    ...(layers.length > 0
      ? [`${heading('Layers of defence')} (in the order in which a request and its answer meet them)\n${layerTable(layers)}`]
      : []),
    ...(run.breakers.length > 0 ? [`${heading('Circuit breakers')}\n${breakerLines(run, policy)}`] : []),
    `${heading('What this rests on')} (● recorded, ○ assumed or part of the model)\n${assumptionLines(run)}`,
    `${paint('dim', `engine ${run.engineVersion}, seed ${run.seed}, result ${run.hash}`)}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

export function headline(run: RunResult): string {
  const { answeredByTier, blocked, failed } = run.outcomes;
  const lower = (answeredByTier[1] ?? 0) + (answeredByTier[2] ?? 0);
  const nothingFailed = blocked === 0 ? 'Every request was answered' : 'No request failed';
  const unanswered = failed === 0 ? nothingFailed : `${count(failed)} of ${count(run.requests)} requests failed`;
  const stopped = blocked === 0 ? '' : `, ${count(blocked)} ${blocked === 1 ? 'was' : 'were'} blocked by a guard`;
  const lowered =
    lower === 0 ? 'none were answered by a lower tier' : `${share(lower / run.requests)} were answered by a lower tier (${count(lower)})`;
  const flaw = gravestFlaw(run);
  const flawed = flaw === null ? '' : `, ${failed === 0 ? 'yet' : 'and'} ${share(flaw.share)} of the answers are ${flaw.flaw}`;
  return `${unanswered}${stopped}${flawed}; ${lowered}.`;
}

function basis(run: RunResult): string {
  const { label, origin, durationMs } = run.traffic;
  return `${BASIS[origin === 'recorded' ? 'recorded' : 'model']} ${label}: ${count(run.requests)} ${origin} requests in ${duration(durationMs)}`;
}

function figures(run: RunResult): string {
  const { outcomes, latencyMs, cost, attempts, intervals } = run;
  const of = (part: number): string[] => [share(run.requests === 0 ? 0 : part / run.requests), count(part)];
  const between = (interval: { low: number; high: number } | null | undefined, show: (value: number) => string): string =>
    interval ? `${show(interval.low)} … ${show(interval.high)}` : '';
  const rows: string[][] = [
    ...outcomes.answeredByTier.map((answered, i) => [
      `Answered by tier ${i + 1}`,
      ...of(answered),
      between(intervals?.answeredByTier[i], count),
    ]),
    ['Blocked by a guard', ...of(outcomes.blocked), ''],
    ['Failed', ...of(outcomes.failed), between(intervals?.failed, count)],
    ...Object.entries(outcomes.byFailure)
      .filter(([failure]) => failure !== 'blocked-by-guard')
      .map(([failure, failed]) => [`  ${failure}`, ...of(failed ?? 0), '']),
    ['Availability', share(run.availability), '', between(intervals?.availability, share)],
    ['Latency P50', duration(latencyMs.p50), '', ''],
    ['Latency P95', duration(latencyMs.p95), '', between(intervals?.p95Ms, duration)],
    ['Latency P99', duration(latencyMs.p99), '', ''],
    ['Cost', usd(cost.usd), `${usd(cost.perRequestUsd * 1000)} per 1 000`, between(intervals?.usd, usd)],
    ...(cost.provisionedUsd === undefined
      ? []
      : [['  provisioned', usd(cost.provisionedUsd), cost.usd === 0 ? '' : share(cost.provisionedUsd / cost.usd), '']]),
    ['  wasted', usd(cost.wastedUsd), cost.usd === 0 ? '' : share(cost.wastedUsd / cost.usd), ''],
    ['Attempts', count(attempts.total), `${figure(attempts.perRequest)} a request`, ''],
  ];
  if (intervals === null) return table(rows, 'lrr');
  return table([['', '', '', `95 % of ${run.replications} runs`], ...rows], 'lrrr');
}

interface Phase {
  readonly startMs: number;
  readonly endMs: number;
  readonly events: readonly string[];
}

/** The run cut wherever an event begins or ends. Without ends past the run; a phase of no length is none. */
export function phasesOf(run: RunResult): Phase[] {
  const endMs = run.series.bucketMs * run.series.requests.length;
  const cuts = run.scenario.events.flatMap(({ startMs, durationMs }) => [startMs, startMs + durationMs]);
  const edges = [...new Set([0, ...cuts.filter((cut) => cut > 0 && cut < endMs), endMs])].sort((a, b) => a - b);
  return edges.slice(0, -1).map((startMs, i) => {
    const phaseEnd = edges[i + 1] ?? endMs;
    const events = run.scenario.events
      .filter((event) => event.startMs < phaseEnd && event.startMs + event.durationMs > startMs)
      .map(({ name }) => name);
    return { startMs, endMs: phaseEnd, events };
  });
}

/** Sum of a series over a phase; a bucket belongs to the phase that its middle lies in, so that none counts twice. */
function during(phase: Phase, bucketMs: number, values: readonly number[]): number {
  let sum = 0;
  values.forEach((value, i) => {
    const middleMs = (i + 0.5) * bucketMs;
    if (middleMs >= phase.startMs && middleMs < phase.endMs) sum += value;
  });
  return sum;
}

function phaseTable(run: RunResult): string {
  const { series } = run;
  const rows = phasesOf(run).map((phase) => {
    const sum = (values: readonly number[]): number => during(phase, series.bucketMs, values);
    const parts = [...series.answeredByTier.map(sum), sum(series.blocked), sum(series.failed)];
    const ended = parts.reduce((total, part) => total + part, 0);
    return [
      `${clock(phase.startMs)} – ${clock(phase.endMs)}`,
      phase.events.join(' + ') || 'no incident',
      count(ended),
      ...parts.map((part) => (ended === 0 ? '–' : share(part / ended))),
    ];
  });
  return table([['time', 'in force', 'requests', 'tier 1', 'tier 2', 'tier 3', 'blocked', 'failed'], ...rows], 'llrrrrrr');
}

const flawTable = (shares: readonly FlawShare[]): string =>
  table(
    shares.map(({ flaw, count: answers, share: part }) => [flaw, `${share(part)} of answers`, count(answers), FLAW_SENTENCES[flaw]]),
    'lrrl',
  );

function layerTable(layers: readonly DefenceFigures[]): string {
  const rows = layers.map(({ layer, name, looksFor, stops, reached, caught, leaked, falseAlarms }) => [
    layer,
    name,
    stops ? looksFor : `${looksFor} (reports only)`,
    ...[reached, caught].map(count),
    reached === 0 ? '' : share(caught / reached),
    ...[leaked, falseAlarms].map(count),
  ]);
  return table([['layer', 'node', 'looks for', 'reached', 'caught', '', 'leaked', 'false alarms'], ...rows], 'lllrrrrr');
}

function breakerLines(run: RunResult, policy: Policy): string {
  const nameOf = (id: string): string => policy.nodes.find((node) => node.id === id)?.name ?? id;
  const summary = run.breakers.map(({ nodeId, transitions, rejected, openMs }) =>
    transitions.length === 0
      ? `${nameOf(nodeId)}: stayed closed`
      : `${nameOf(nodeId)}: open for ${duration(openMs)}, ${count(rejected)} calls rejected, ${count(transitions.length)} changes of state`,
  );
  const changes = run.breakers
    .flatMap(({ nodeId, transitions }) => transitions.map(({ atMs, from, to }) => ({ atMs, nodeId, from, to })))
    .sort((a, b) => a.atMs - b.atMs);
  const shown = changes
    .slice(0, MOST_TRANSITIONS)
    .map(({ atMs, nodeId, from, to }) => [clock(atMs, true), nameOf(nodeId), `${from} → ${to}`]);
  const more = changes.length - shown.length;
  return [...summary, ...(shown.length > 0 ? [table(shown, 'rll')] : []), ...(more > 0 ? [`and ${count(more)} more`] : [])].join('\n');
}

function assumptionLines(run: RunResult): string {
  return run.assumptions.map(({ subject, statement, basis }) => `${BASIS[basis]} ${subject}: ${statement}`).join('\n');
}
