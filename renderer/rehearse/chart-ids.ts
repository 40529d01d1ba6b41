import type { RunResult, StationSeries } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';
import type { Names } from './names.ts';

/** Charts of a run; a station has one of its own. */
export type ChartId = 'answers' | 'failures' | 'breakers' | 'latency' | 'budgets' | 'cost' | `station:${string}`;

const NODE = 'node:';

export const stationOf = (chart: ChartId): string | null => (chart.startsWith('station:') ? chart.slice('station:'.length) : null);

export function stationTitle({ id }: Pick<StationSeries, 'id'>, names: Names): string {
  const { station } = words.results.charts;
  return id.startsWith(NODE) ? station.node(names.node(id.slice(NODE.length))) : station.provider(names.provider(id));
}

export function chartTitle(chart: ChartId, names: Names): string {
  const station = stationOf(chart);
  if (station !== null) return stationTitle({ id: station }, names);
  switch (chart) {
    case 'failures':
      return words.results.charts.failures.title;
    case 'budgets':
      return words.results.charts.budgets.title;
    case 'answers':
      return words.rehearse.charts.answers.title;
    case 'breakers':
      return words.rehearse.charts.breakers.title;
    case 'latency':
      return words.rehearse.charts.latency.title;
    default:
      return words.rehearse.charts.cost.title;
  }
}

/** Stations with this many calls in line at some instant are worth a chart unasked. */
const WORTH_A_LOOK = 1;
/** Unasked, no more stations than this: the longest lines. */
const MOST_STATIONS = 2;

/** A budget that hardly moves and is far from its limit is a flat line: shares of the limit. */
const SPENT_IN_RUN = 0.05;
const NEAR_LIMIT = 0.8;
const isBudgetWorthIt = (used: readonly number[]): boolean => {
  const most = Math.max(0, ...used);
  return most >= NEAR_LIMIT || most - (used[0] ?? 0) >= SPENT_IN_RUN;
};

export interface OfferedChart {
  readonly id: ChartId;
  /** Shown unless a person says otherwise. */
  readonly isShownAtFirst: boolean;
}

/** What this run can show, from top to bottom, and what of it is shown unasked: what says something. */
export function offeredCharts(run: RunResult): OfferedChart[] {
  const { stations = [], accounts = [], byFailure } = run.series;
  const longest = (station: StationSeries) => Math.max(0, ...station.longestLine);
  const ofPeople = new Set(run.nodes.filter(({ kind }) => kind === 'review').map(({ id }) => `${NODE}${id}`));
  const worth = [...stations]
    .filter((station) => longest(station) >= WORTH_A_LOOK || ofPeople.has(station.id))
    .sort((a, b) => longest(b) - longest(a))
    .slice(0, MOST_STATIONS)
    .map(({ id }) => id);
  return [
    { id: 'answers', isShownAtFirst: true },
    ...(byFailure === undefined ? [] : [{ id: 'failures' as const, isShownAtFirst: run.outcomes.failed > 0 }]),
    ...(run.breakers.length === 0 ? [] : [{ id: 'breakers' as const, isShownAtFirst: true }]),
    { id: 'latency', isShownAtFirst: true },
    ...stations.map(({ id }) => ({ id: `station:${id}` as const, isShownAtFirst: worth.includes(id) })),
    ...(accounts.length === 0 ? [] : [{ id: 'budgets' as const, isShownAtFirst: accounts.some(({ used }) => isBudgetWorthIt(used)) }]),
    { id: 'cost', isShownAtFirst: true },
  ];
}
