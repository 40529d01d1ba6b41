import type { Finding, RunResult, Scenario } from '../../shared/model/index.ts';

/** What a run would be fed with now; null where it is not known yet. */
export interface CurrentInputs {
  readonly policySha256: string | null;
  readonly scenario: Pick<Scenario, 'id' | 'name'>;
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
  if (now.policySha256 !== null && now.policySha256 !== run.policy.sha256) changed.push('policy');
  if (now.trafficSha256 !== null && now.trafficSha256 !== run.traffic.sha256) changed.push('traffic');
  if (now.scenario.id !== run.scenario.id) changed.push('scenario');
  if (changed.length === 0) return null;
  const list = changed.length < 3 ? changed.join(' and the ') : 'policy, the traffic and the scenario';
  const consequence = changed.includes('policy')
    ? 'The figures below are about what was drawn before.'
    : `The figures below are about “${run.scenario.name}” on ${run.traffic.label}.`;
  return { what: `The ${list} changed since this run.`, consequence };
}

/** Why Simulate would be refused now, as a sentence that says what to do; null when nothing stands in the way. */
export function obstacleOf(findings: readonly Finding[], hasTraffic: boolean): string | null {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    return `${errors.length === 1 ? 'One error stands' : `${errors.length} errors stand`} in the way of a run: ${errors[0]!.message}`;
  }
  return hasTraffic ? null : 'Choose the traffic in the bar above first: a run replays recorded or generated requests.';
}
