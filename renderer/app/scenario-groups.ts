import type { Scenario } from '../../shared/model/index.ts';

/** What a scenario strikes first of all, as a person would look for it. Read from its events, so that a new scenario finds its own place. */
const GROUPS = ['Providers', 'More traffic', 'Answers and prices', 'People, agents and tools'] as const;

export interface ScenarioGroup {
  readonly label: (typeof GROUPS)[number];
  readonly scenarios: readonly Scenario[];
}

function groupOf({ events }: Scenario): (typeof GROUPS)[number] {
  if (events.some(({ target }) => target.kind === 'traffic')) return 'More traffic';
  if (events.some(({ target }) => target.kind === 'node' || target.kind === 'node-kind')) return 'People, agents and tools';
  // Drift comes with slower answers too; that they are worse is why one rehearses it.
  if (events.some(({ effect }) => effect.kind === 'quality-loss' || effect.kind === 'flaw-rate' || effect.kind === 'price'))
    return 'Answers and prices';
  return 'Providers';
}

/** In the order above, each group in the order given; empty groups left out. */
export function scenarioGroups(scenarios: readonly Scenario[]): ScenarioGroup[] {
  return GROUPS.map((label) => ({ label, scenarios: scenarios.filter((scenario) => groupOf(scenario) === label) })).filter(
    ({ scenarios: members }) => members.length > 0,
  );
}
