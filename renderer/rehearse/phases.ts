import type { RunResult } from '../../shared/model/index.ts';
import { timeAxis } from './time-axis.ts';

/** Before, during and after the incidents, from the first start to the last end. */
export interface Phase {
  readonly id: 'before' | 'during' | 'after';
  readonly startMs: number;
  readonly endMs: number;
  /** Requests that ended in the phase. */
  readonly ended: number;
  /** Shares of `ended`, 0..1; all 0 when nothing ended. */
  readonly byTier: readonly [number, number, number];
  readonly blocked: number;
  readonly failed: number;
  readonly usdPerMin: number;
  /** Highest P95 of any bucket; null when no request was answered. */
  readonly highestP95Ms: number | null;
}

/** Buckets are whole: one belongs to the phase that holds its middle. Empty without incidents; a phase of no length is left out. */
export function phasesOf(run: RunResult): Phase[] {
  const axis = timeAxis(run);
  const { events } = run.scenario;
  if (events.length === 0) return [];
  const startMs = Math.min(axis.endMs, ...events.map((event) => event.startMs));
  const endMs = Math.min(axis.endMs, Math.max(...events.map((event) => event.startMs + event.durationMs)));
  return (
    [
      { id: 'before', startMs: 0, endMs: startMs },
      { id: 'during', startMs, endMs },
      { id: 'after', startMs: endMs, endMs: axis.endMs },
    ] as const
  )
    .filter((span) => span.endMs > span.startMs)
    .map((span) => phaseOf(run, span));
}

function phaseOf(run: RunResult, span: Pick<Phase, 'id' | 'startMs' | 'endMs'>): Phase {
  const { series } = run;
  const inPhase = series.requests
    .map((_, i) => i)
    .filter((i) => {
      const middle = (i + 0.5) * series.bucketMs;
      return middle >= span.startMs && middle < span.endMs;
    });
  const sum = (values: readonly number[] | undefined) => inPhase.reduce((total, i) => total + (values?.[i] ?? 0), 0);
  const tiers = [0, 1, 2].map((tier) => sum(series.answeredByTier[tier])) as [number, number, number];
  const blocked = sum(series.blocked);
  const failed = sum(series.failed);
  const ended = tiers[0] + tiers[1] + tiers[2] + blocked + failed;
  const share = (count: number) => (ended === 0 ? 0 : count / ended);
  const p95 = inPhase.map((i) => series.latencyMs.p95[i]).filter((ms) => ms !== null && ms !== undefined);
  return {
    ...span,
    ended,
    byTier: [share(tiers[0]), share(tiers[1]), share(tiers[2])],
    blocked: share(blocked),
    failed: share(failed),
    usdPerMin: inPhase.length === 0 ? 0 : (sum(series.usd) * 60_000) / (inPhase.length * series.bucketMs),
    highestP95Ms: p95.length === 0 ? null : Math.max(...p95),
  };
}
