import { comparisonHashText } from '../format/index.ts';
import {
  COMPARISON_FORMAT,
  type ComparedFigure,
  type ComparedRun,
  type Comparison,
  type ComparisonPlan,
  type Difference,
  type Interval,
  type Sensitivity,
  type VariantResult,
  type Verdict,
} from '../model/index.ts';
import { figureOf, figuresIn, HEADLINE_FIGURES } from './figures.ts';
import { pairedInterval95 } from './intervals.ts';
import { paretoFront } from './pareto.ts';
import { type RunTable, tableOf } from './plan.ts';
import { pooledLatency } from './quantile.ts';
import { isPrecise, looks } from './stopping.ts';

/**
 * A plan and its runs → the result, the same bytes in whatever order and from whichever machine the runs came. With a wished precision
 * only as many replications count as one machine would have run. Throws when a run is missing: whoever collected them answers for that.
 */
export function assembleComparison(
  plan: ComparisonPlan,
  collected: readonly ComparedRun[],
  sha256Of: (text: string) => string,
): Comparison {
  const isWished = plan.stopping.precision.length > 0;
  const { replications, precise } = stopOf(plan, collected);
  const table = tableOf(plan, collected, replications);
  const figures = figuresIn(table.flat(2));
  const results = plan.scenarios.flatMap((_, scenario) => resultsOf(plan, scenario, table, figures));
  const comparison: Omit<Comparison, 'hash'> = {
    format: COMPARISON_FORMAT,
    plan,
    replications,
    isPrecise: isWished ? precise : null,
    figures,
    results,
    paretoFronts: plan.scenarios.map(({ id }) => ({ scenario: id, variants: frontOf(results.filter(({ scenario }) => scenario === id)) })),
    sensitivities:
      plan.design === 'one-at-a-time' ? plan.scenarios.flatMap((_, scenario) => sensitivitiesOf(plan, scenario, table, figures)) : [],
  };
  return { ...comparison, hash: sha256Of(comparisonHashText(comparison)) };
}

/** The first look at which the intervals are narrow enough, else the last. Runs beyond it may be missing. */
function stopOf(plan: ComparisonPlan, runs: readonly ComparedRun[]): { readonly replications: number; readonly precise: boolean } {
  const stops = looks(plan.stopping);
  const last = stops.at(-1) as number;
  if (plan.stopping.precision.length === 0) return { replications: last, precise: false };
  for (const look of stops) {
    if (isPrecise(plan, tableOf(plan, runs, look), look)) return { replications: look, precise: true };
  }
  return { replications: last, precise: false };
}

function resultsOf(plan: ComparisonPlan, scenario: number, table: RunTable, figures: readonly ComparedFigure[]): VariantResult[] {
  const variants = table[scenario] ?? [];
  const firsts = variants[0] ?? [];
  return variants.flatMap((runs, variant) => {
    if (runs.length === 0) return [];
    const means: Record<string, number | null> = {};
    const differences: Record<string, Difference | null> = {};
    for (const figure of figures) {
      means[figure.id] = meanOf(valuesOf(runs, figure.id));
      if (variant > 0) differences[figure.id] = differenceOf(figure, firsts, runs);
    }
    return [
      {
        scenario: plan.scenarios[scenario]!.id,
        variant: plan.variants[variant]!.id,
        means,
        differences,
        latencyMs: pooledLatency(runs.map(({ latency }) => latency)),
      },
    ];
  });
}

const valuesOf = (runs: readonly ComparedRun[], id: string): (number | null)[] => runs.map(({ figures }) => figureOf(figures, id));

function meanOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return sum / values.length;
}

function differenceOf(figure: ComparedFigure, firsts: readonly ComparedRun[], others: readonly ComparedRun[]): Difference | null {
  const interval = pairedInterval95(valuesOf(firsts, figure.id), valuesOf(others, figure.id));
  return interval && { ...interval, verdict: verdictOf(figure, interval) };
}

/** An interval that holds zero is no evidence, neither of a difference nor of there being none. */
function verdictOf({ better }: ComparedFigure, { low, high }: Interval): Verdict {
  if (low <= 0 && high >= 0) return 'no-evidence';
  const isHigher = low > 0;
  if (better === null) return isHigher ? 'higher' : 'lower';
  return isHigher === (better === 'higher') ? 'better' : 'worse';
}

function frontOf(results: readonly VariantResult[]): string[] {
  const points = results.map(({ means }) =>
    HEADLINE_FIGURES.map((id) => {
      const mean = means[id] ?? null;
      return mean !== null && id === 'availability' ? -mean : mean;
    }),
  );
  return paretoFront(points).map((position) => results[position]!.variant);
}

/** Fields by how far they move the headline figures: the largest swing relative to the mean of the first variant. */
function sensitivitiesOf(plan: ComparisonPlan, scenario: number, table: RunTable, figures: readonly ComparedFigure[]): Sensitivity[] {
  const runs = table[scenario] ?? [];
  const firsts = runs[0] ?? [];
  const found = plan.varied.flatMap(({ address }) => {
    const tried = plan.variants.flatMap((variant, position) =>
      variant.leftOut === null && variant.changes[0]?.address === address ? [{ variant, position, value: variant.changes[0].value }] : [],
    );
    const ordered = [...tried].sort((a, b) => a.value - b.value);
    const from = ordered[0];
    const to = ordered.at(-1);
    if (from === undefined || to === undefined || from === to) return [];
    const swings = Object.fromEntries(
      figures.map((figure) => [figure.id, differenceOf(figure, runs[from.position] ?? [], runs[to.position] ?? [])]),
    );
    const strength = Math.max(
      ...HEADLINE_FIGURES.map((id) => {
        const mean = meanOf(valuesOf(firsts, id));
        const swing = swings[id];
        return mean && swing ? Math.abs(swing.mean / mean) : 0;
      }),
    );
    const end = ({ variant, value }: (typeof tried)[number]) => ({ value, variant: variant.id });
    return [{ strength, sensitivity: { scenario: plan.scenarios[scenario]!.id, address, from: end(from), to: end(to), swings } }];
  });
  return found.sort((a, b) => b.strength - a.strength).map(({ sensitivity }) => sensitivity);
}
