import type { Scenario } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';

/** What a scenario strikes first of all, as a person would look for it. Read from its events, so that a new scenario finds its own place. */
const GROUPS = ['providers', 'traffic', 'answers', 'others'] as const;

export interface ScenarioGroup {
  readonly label: string;
  readonly scenarios: readonly Scenario[];
}

function groupOf({ events }: Scenario): (typeof GROUPS)[number] {
  if (events.some(({ target }) => target.kind === 'traffic')) return 'traffic';
  if (events.some(({ target }) => target.kind === 'node' || target.kind === 'node-kind')) return 'others';
  // Drift comes with slower answers too; that they are worse is why one rehearses it.
  if (events.some(({ effect }) => effect.kind === 'quality-loss' || effect.kind === 'flaw-rate' || effect.kind === 'price'))
    return 'answers';
  return 'providers';
}

/** In the order above, each group in the order given; empty groups left out. */
export function scenarioGroups(scenarios: readonly Scenario[]): ScenarioGroup[] {
  return GROUPS.map((group) => ({
    label: words.app.scenarioGroups[group],
    scenarios: scenarios.filter((scenario) => groupOf(scenario) === group),
  })).filter(({ scenarios: members }) => members.length > 0);
}
