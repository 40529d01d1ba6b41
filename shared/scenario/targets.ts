import type { Scenario, ScenarioEvent, ScenarioTarget } from '../model/index.ts';

/**
 * Puts a provider's id in the place of `primary-provider`. Without one (a policy that calls no model) the scenario stays as
 * it is: such an event then touches nothing, and `checkScenario` says so.
 */
export function resolveTargets(scenario: Scenario, primaryProviderId: string | undefined): Scenario {
  if (primaryProviderId === undefined) return scenario;
  return { ...scenario, events: scenario.events.map((event) => resolveEvent(event, primaryProviderId)) };
}

function resolveEvent(event: ScenarioEvent, providerId: string): ScenarioEvent {
  return event.target.kind === 'primary-provider' ? { ...event, target: { kind: 'provider', providerId } } : event;
}

/** Does something that happens to `target` reach this model of this provider? */
export function reaches(target: ScenarioTarget, providerId: string, model: string): boolean {
  switch (target.kind) {
    case 'provider':
      return target.providerId === providerId;
    case 'model':
      return target.providerId === providerId && target.model === model;
    case 'primary-provider':
    case 'traffic':
      return false;
  }
}
