import type { Calibrated } from '../../shared/calibration/index.ts';
import { interval95 } from '../../shared/compare/index.ts';
import { ENGINE_VERSION } from '../../shared/engine/index.ts';
import { canonicalJson, hashedText, policyHashText } from '../../shared/format/index.ts';
import { primaryProvider } from '../../shared/kinds/index.ts';
import { type IntervalSeries, RUN_FORMAT, type RunResult } from '../../shared/model/index.ts';
import { resolveTargets } from '../../shared/scenario/index.ts';
import { assumptionsOfInputs, assumptionsOfPolicy } from './assumptions.ts';
import type { RehearsalInput, ReplicationOutcome } from './replication.ts';

/**
 * Replications → the result that every screen and file shows. Pure: the same outcomes in any order give the same bytes.
 * `traffic.sha256` is the hash of the log's file, so that anybody can check which file it was; a different mapping of the
 * same file shows in the figures and so in `hash`. The policy's hash leaves its layout out, the scenario's its resolved target.
 */
export function assembleRun(
  input: RehearsalInput,
  trafficSha256: string,
  outcomes: readonly ReplicationOutcome[],
  sha256Of: (text: string) => string,
  calibrated: readonly Calibrated[] = [],
): RunResult {
  const { policy, traffic, scenario } = input;
  const ordered = [...outcomes].sort((a, b) => a.replication - b.replication);
  const figures = ordered[0]?.figures;
  if (!figures)
    throw new Error(`a result needs the figures of its first replication, got replications ${ordered.map((o) => o.replication)}`);
  const resolved = resolveTargets(scenario, primaryProvider(policy));
  const result: Omit<RunResult, 'hash'> = {
    format: RUN_FORMAT,
    engineVersion: ENGINE_VERSION,
    seed: input.seed,
    replications: ordered.length,
    policy: { id: policy.id, name: policy.name, sha256: sha256Of(policyHashText(policy)) },
    traffic: {
      label: traffic.label,
      origin: traffic.origin,
      sha256: trafficSha256,
      durationMs: traffic.arrivalMs[traffic.requestCount - 1] ?? 0,
    },
    scenario: { id: scenario.id, name: scenario.name, sha256: sha256Of(canonicalJson(scenario)), events: resolved.events },
    ...figures,
    intervals: intervalsOf(ordered),
    assumptions: [...assumptionsOfPolicy(policy, calibrated), ...assumptionsOfInputs(resolved, traffic)],
  };
  return { ...result, hash: sha256Of(hashedText(result)) };
}

function intervalsOf(outcomes: readonly ReplicationOutcome[]): RunResult['intervals'] {
  if (outcomes.length < 2) return null;
  const over = (figure: (summary: ReplicationOutcome['summary']) => number) => interval95(outcomes.map(({ summary }) => figure(summary)));
  const tier = (index: number) => over((summary) => summary.answeredByTier[index] ?? 0);
  return {
    availability: over((summary) => summary.availability),
    // A replication without an answer has no latency, and an interval over the others would flatter.
    p95Ms: outcomes.some(({ summary }) => summary.p95Ms === null) ? null : over((summary) => summary.p95Ms ?? 0),
    usd: over((summary) => summary.usd),
    answeredByTier: [tier(0), tier(1), tier(2)],
    failed: over((summary) => summary.failed),
    ...seriesIntervals(outcomes),
  };
}

/** By bucket of the first replication: the others may be longer or shorter by a few, where their last requests ended later or earlier. */
function seriesIntervals(outcomes: readonly ReplicationOutcome[]): { series?: IntervalSeries } {
  const all = outcomes.map(({ summary }) => summary.series);
  const [first] = all;
  if (first == null || all.some((series) => series === null)) return {};
  const buckets = first.usd.map((_, bucket) => bucket);
  const over = (column: 'usd' | 'failed') => {
    const intervals = buckets.map((bucket) => interval95(all.map((series) => series![column][bucket] ?? 0)));
    return { low: intervals.map(({ low }) => low), high: intervals.map(({ high }) => high) };
  };
  const latency = buckets.map((bucket) => {
    const p95Ms = all.map((series) => series!.p95Ms[bucket] ?? null);
    return p95Ms.includes(null) ? null : interval95(p95Ms as number[]);
  });
  return {
    series: {
      p95Ms: { low: latency.map((interval) => interval?.low ?? null), high: latency.map((interval) => interval?.high ?? null) },
      usd: over('usd'),
      failed: over('failed'),
    },
  };
}
