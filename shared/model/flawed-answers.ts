import { FLAWS, type Flaw } from './flaw.ts';
import type { RunResult } from './run.ts';
import type { ScenarioEvent } from './scenario.ts';
import type { Ratio } from './units.ts';

export interface FlawShare {
  readonly flaw: Flaw;
  readonly count: number;
  /** Of all answers. */
  readonly share: Ratio;
}

/** Flaws of the answers that reached a user, most frequent first. One answer may have several, so the shares must never be added up. */
export function flawShares({ outcomes }: Pick<RunResult, 'outcomes'>): readonly FlawShare[] {
  const answered = outcomes.answeredByTier.reduce((sum, answers) => sum + answers, 0);
  return FLAWS.map((flaw) => ({ flaw, count: outcomes.flawed?.[flaw] ?? 0 }))
    .filter(({ count }) => count > 0)
    .map(({ flaw, count }) => ({ flaw, count, share: count / answered }))
    .sort((a, b) => b.count - a.count);
}

/** What scenarios do to answers without failing a call. */
export const isAboutAnswers = ({ effect }: ScenarioEvent): boolean => effect.kind === 'quality-loss' || effect.kind === 'flaw-rate';

/** Below this share, and without a scenario that strikes the answers, flaws are everyday and no headline. */
const WORTH_A_HEADLINE = 0.01;

/** The most frequent flaw, where it belongs into the one sentence about the run. */
export function gravestFlaw(run: Pick<RunResult, 'outcomes' | 'scenario'>): FlawShare | null {
  const [first] = flawShares(run);
  if (first === undefined) return null;
  return first.share >= WORTH_A_HEADLINE || run.scenario.events.some(isAboutAnswers) ? first : null;
}
