import type { RunFigures, SketchData } from '../engine/index.ts';
import { type ComparedFigure, type ComparedRun, FLAW_SENTENCES, FLAWS, type Flaw, type LatencyFigures } from '../model/index.ts';
import { latencyFigures, trimmedSketch } from './quantile.ts';

/** What variants are compared by, taken from one run. Shares are of all requests; a figure that the run cannot give is null. */
const FIXED = [
  { id: 'availability', label: 'Availability', unit: 'ratio', better: 'higher' },
  { id: 'p50Ms', label: 'Latency P50', unit: 'ms', better: 'lower' },
  { id: 'p95Ms', label: 'Latency P95', unit: 'ms', better: 'lower' },
  { id: 'p99Ms', label: 'Latency P99', unit: 'ms', better: 'lower' },
  { id: 'meanMs', label: 'Latency, mean', unit: 'ms', better: 'lower' },
  { id: 'usd', label: 'Cost', unit: 'usd', better: 'lower' },
  { id: 'usdPerRequest', label: 'Cost a request', unit: 'usd', better: 'lower' },
  { id: 'wastedUsd', label: 'Wasted', unit: 'usd', better: 'lower' },
  { id: 'attemptsPerRequest', label: 'Attempts a request', unit: 'count', better: 'lower' },
  { id: 'tier1Share', label: 'Answered by tier 1', unit: 'ratio', better: 'higher' },
  // More of a lower tier is good where it replaces failures and bad where it replaces tier 1.
  { id: 'tier2Share', label: 'Answered by tier 2', unit: 'ratio', better: null },
  { id: 'tier3Share', label: 'Answered by tier 3', unit: 'ratio', better: null },
  { id: 'blockedShare', label: 'Blocked by a guard', unit: 'ratio', better: null },
  { id: 'failedShare', label: 'Failed', unit: 'ratio', better: 'lower' },
] as const satisfies readonly ComparedFigure[];

/** Only of runs whose policy has provisioned throughput; all others have owed nothing for it. */
const PROVISIONED = { id: 'provisionedUsd', label: 'Cost: provisioned', unit: 'usd', better: 'lower' } as const satisfies ComparedFigure;

/** Availability, P95 and cost: what a front is drawn over, a gate looks at and a precision means unless it says otherwise. */
export const HEADLINE_FIGURES: readonly string[] = ['availability', 'p95Ms', 'usdPerRequest'];

const FLAW_PREFIX = 'flaw:';
const CAPABILITY_PREFIX = 'capability:';
const CAPABILITY_FIGURES = {
  availability: { label: 'availability', unit: 'ratio', better: 'higher' },
  p95Ms: { label: 'P95', unit: 'ms', better: 'lower' },
  usdPerRequest: { label: 'cost a request', unit: 'usd', better: 'lower' },
} as const satisfies Record<string, Omit<ComparedFigure, 'id'>>;

/** What of a run's figures is read. */
export type ComparableRun = Pick<RunFigures, 'requests' | 'outcomes' | 'availability' | 'cost' | 'attempts' | 'nodes'>;

/** `latency`: end to end, of answered requests. */
export function comparedRun(run: ComparableRun, latency: SketchData): Pick<ComparedRun, 'figures' | 'latency'> {
  const sketch = trimmedSketch(latency);
  return { figures: comparedFigures(run, latencyFigures(sketch)), latency: sketch };
}

function comparedFigures(run: ComparableRun, latencyMs: LatencyFigures): Record<string, number | null> {
  const { requests, outcomes, cost, attempts } = run;
  const share = (part: number): number => (requests === 0 ? 0 : part / requests);
  const figures: Record<(typeof FIXED)[number]['id'], number | null> = {
    availability: run.availability,
    p50Ms: latencyMs.p50,
    p95Ms: latencyMs.p95,
    p99Ms: latencyMs.p99,
    meanMs: latencyMs.mean,
    usd: cost.usd,
    usdPerRequest: cost.perRequestUsd,
    wastedUsd: cost.wastedUsd,
    attemptsPerRequest: attempts.perRequest,
    tier1Share: share(outcomes.answeredByTier[0] ?? 0),
    tier2Share: share(outcomes.answeredByTier[1] ?? 0),
    tier3Share: share(outcomes.answeredByTier[2] ?? 0),
    blockedShare: share(outcomes.blocked),
    failedShare: share(outcomes.failed),
  };
  const open: Record<string, number | null> = figures;
  if (cost.provisionedUsd !== undefined) open[PROVISIONED.id] = cost.provisionedUsd;
  for (const [flaw, answers] of Object.entries(outcomes.flawed ?? {})) open[FLAW_PREFIX + flaw] = share(answers ?? 0);
  const entries = run.nodes.filter((node) => node.kind === 'entry');
  // With one capability its figures are the run's own.
  if (entries.length > 1) {
    for (const { id, calls, answered, failures, latencyMs: latency, usd } of entries) {
      const owed = calls - (failures['blocked-by-guard'] ?? 0);
      open[`${CAPABILITY_PREFIX}${id}:availability`] = owed === 0 ? null : answered / owed;
      open[`${CAPABILITY_PREFIX}${id}:p95Ms`] = latency.p95;
      open[`${CAPABILITY_PREFIX}${id}:usdPerRequest`] = calls === 0 ? null : usd / calls;
    }
  }
  return open;
}

/** A run without a flaw or a fee that others have had none of it; any other figure that is absent was not there to take. */
export function figureOf(figures: Readonly<Record<string, number | null>>, id: string): number | null {
  return figures[id] ?? (id.startsWith(FLAW_PREFIX) || id === PROVISIONED.id ? 0 : null);
}

/** All figures that any of the runs has, in the order in which they are shown. Throws on an id that this version does not make. */
export function figuresIn(runs: readonly { readonly figures: Readonly<Record<string, number | null>> }[]): ComparedFigure[] {
  const found = new Set(runs.flatMap(({ figures }) => Object.keys(figures)));
  const flaws = FLAWS.filter((flaw) => found.has(FLAW_PREFIX + flaw));
  const capabilities = [...found].filter((id) => id.startsWith(CAPABILITY_PREFIX)).sort();
  const provisioned = found.has(PROVISIONED.id) ? [PROVISIONED] : [];
  const fixed = FIXED.flatMap((figure): ComparedFigure[] => (figure.id === 'wastedUsd' ? [...provisioned, figure] : [figure]));
  const known: ComparedFigure[] = [...fixed, ...flaws.map(flawFigure), ...capabilities.map(capabilityFigure)];
  const unknown = [...found].filter((id) => !known.some((figure) => figure.id === id));
  if (unknown.length > 0) throw new Error(`no figure is called ${unknown.join(', ')}`);
  return known;
}

/** Ids that a person may name, for the sentence about one that is none. */
export const fixedFigureIds: readonly string[] = [...FIXED, PROVISIONED].map(({ id }) => id);
export const isFigureId = (id: string): boolean =>
  fixedFigureIds.includes(id) ||
  (id.startsWith(FLAW_PREFIX) && FLAWS.includes(id.slice(FLAW_PREFIX.length) as Flaw)) ||
  /^capability:[a-z][a-z0-9-]*:(?:availability|p95Ms|usdPerRequest)$/.test(id);

const flawFigure = (flaw: Flaw): ComparedFigure => ({
  id: FLAW_PREFIX + flaw,
  label: `Answers: ${FLAW_WORDS[flaw] ?? FLAW_SENTENCES[flaw]}`,
  unit: 'ratio',
  better: 'lower',
});

const FLAW_WORDS: Partial<Record<Flaw, string>> = {
  wrong: 'wrong',
  hallucinated: 'hallucinated',
  unsafe: 'unsafe',
  leaking: 'leaking data',
  'malformed-call': 'malformed tool call',
  stale: 'stale',
};

function capabilityFigure(id: string): ComparedFigure {
  const [, node = '', figure = ''] = id.split(':');
  const about = CAPABILITY_FIGURES[figure as keyof typeof CAPABILITY_FIGURES];
  if (about === undefined) throw new Error(`no figure of a capability is called ${figure}`);
  return { ...about, id, label: `${node}: ${about.label}` };
}
