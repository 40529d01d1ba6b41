import type { RunResult } from '../../shared/model/index.ts';
import type { SavedRun } from '../../shared/rpc/index.ts';

/** How a saved run stands to what is drawn now. */
export type RunStanding = 'current' | 'changed' | 'other' | 'unknown';

/** `policy`: what is open; its hash is null until it is known, and where the browser makes none. */
export function standingOf(
  saved: Pick<SavedRun, 'policy'>,
  policy: { readonly id: string; readonly sha256: string | null } | null,
): RunStanding {
  if (policy === null) return 'other';
  if (policy.sha256 === saved.policy.sha256) return 'current';
  if (policy.id !== saved.policy.id) return 'other';
  return policy.sha256 === null ? 'unknown' : 'changed';
}

export type InputDifference = 'traffic' | 'scenario' | 'seed' | 'engine';

/** What else than the policy differs between runs; nothing = they had the same luck. */
export function inputDifferences(runs: readonly Pick<RunResult, 'traffic' | 'scenario' | 'seed' | 'engineVersion'>[]): InputDifference[] {
  const differs = (of: (run: (typeof runs)[number]) => unknown): boolean => new Set(runs.map(of)).size > 1;
  const found: [InputDifference, boolean][] = [
    ['traffic', differs(({ traffic }) => traffic.sha256)],
    ['scenario', differs(({ scenario }) => scenario.sha256)],
    ['seed', differs(({ seed }) => seed)],
    ['engine', differs(({ engineVersion }) => engineVersion)],
  ];
  return found.filter(([, is]) => is).map(([what]) => what);
}
