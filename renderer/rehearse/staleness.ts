import type { Finding, RunResult, Scenario } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';

/** What a run would be fed with now; null where it is not known yet. */
export interface CurrentInputs {
  readonly policySha256: string | null;
  readonly scenario: Pick<Scenario, 'id' | 'name'> & { readonly sha256: string | null };
  readonly trafficSha256: string | null;
}

export interface Staleness {
  /** "The policy changed since this run." */
  readonly what: string;
  /** What the shown figures are about. */
  readonly consequence: string;
}

/** How the run differs from what is open and chosen now; null when it is still the answer. What is not known is not called different. */
export function stalenessOf(run: RunResult, now: CurrentInputs): Staleness | null {
  const changed: string[] = [];
  if (now.policySha256 !== null && now.policySha256 !== run.policy.sha256) changed.push(words.rehearse.stale.policy);
  if (now.trafficSha256 !== null && now.trafficSha256 !== run.traffic.sha256) changed.push(words.rehearse.stale.traffic);
  const isOtherScenario = now.scenario.sha256 === null ? now.scenario.id !== run.scenario.id : now.scenario.sha256 !== run.scenario.sha256;
  if (isOtherScenario) changed.push(words.rehearse.stale.scenario);
  if (changed.length === 0) return null;
  const consequence = changed.includes(words.rehearse.stale.policy)
    ? words.rehearse.stale.drawnBefore
    : words.rehearse.stale.other(run.scenario.name, run.traffic.label);
  return { what: words.rehearse.stale.what(changed), consequence };
}

/** Why Simulate would be refused now, as a sentence that says what to do; null when nothing stands in the way. */
export function obstacleOf(findings: readonly Finding[], hasTraffic: boolean): string | null {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return words.rehearse.obstacle.errors(errors.length, errors[0]!.message);
  return hasTraffic ? null : words.rehearse.obstacle.noTraffic;
}
