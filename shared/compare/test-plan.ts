import { DDSketch } from '../engine/index.ts';
import type { ComparedRun, ComparisonPlan } from '../model/index.ts';
import { plannedRuns } from './plan.ts';
import { trimmedSketch } from './quantile.ts';

/** Plans and runs for tests, made without an engine. */

const sha256 = 'a'.repeat(64);

export function testPlan(changed: Partial<ComparisonPlan> = {}): ComparisonPlan {
  const policy = { id: 'p', name: 'P', sha256 };
  return {
    engineVersion: '0',
    design: 'pair',
    seed: 1,
    stopping: { atLeast: 10, atMost: 10, precision: [] },
    traffic: { label: 'T', origin: 'generated', sha256, columnsSha256: sha256, requests: 100, durationMs: 1000 },
    scenarios: [
      { id: 'calm', name: 'Calm', sha256, events: [] },
      { id: 'storm', name: 'Storm', sha256, events: [] },
    ],
    variants: [
      { id: 'base', label: 'base', policy, changes: [], leftOut: null },
      { id: 'head', label: 'head', policy, changes: [], leftOut: null },
    ],
    varied: [],
    assumptions: [],
    ...changed,
  };
}

/** A run whose luck (of replication and scenario) is common to all variants, and large beside what a variant changes. */
export function testRun(
  { scenario, variant, replication }: Pick<ComparedRun, 'scenario' | 'variant' | 'replication'>,
  effectOfVariant = 1,
): ComparedRun {
  const luck = ((replication * 7919 + scenario * 104_729) % 97) / 97;
  const noise = ((replication * 31 + variant * 17 + scenario * 7) % 11) / 11;
  const latency = new DDSketch();
  for (let request = 1; request <= 100; request++) latency.add(request * (1 + luck) + variant * effectOfVariant);
  return {
    scenario,
    variant,
    replication,
    figures: {
      availability: 0.9 + luck / 20,
      p95Ms: 1000 * luck + 5 * variant * effectOfVariant + noise,
      usdPerRequest: 0.01 + luck / 100 - variant * 0.001,
    },
    latency: trimmedSketch(latency.toJSON()),
  };
}

export const testRuns = (plan: ComparisonPlan, replications: number): ComparedRun[] =>
  plannedRuns(plan, 0, replications).map((run) => testRun(run));

/** Stands in for a hash where only its equality matters. */
export function testSha256(text: string): string {
  let a = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) a = Math.imul(a ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return a.toString(16).padStart(8, '0').repeat(8);
}
