import type { ConditionTarget, Scenario, ScenarioEvent, ScenarioTarget } from '../model/index.ts';

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

/** Does something that happens to `target` reach this model of a provider, or this node? */
export function reaches(target: ScenarioTarget, subject: ConditionTarget): boolean {
  if ('nodeId' in subject) {
    return (
      (target.kind === 'node' && target.nodeId === subject.nodeId) || (target.kind === 'node-kind' && target.nodeKind === subject.nodeKind)
    );
  }
  switch (target.kind) {
    case 'all-providers':
      return true;
    case 'provider':
      return target.providerId === subject.providerId;
    case 'model':
      return target.providerId === subject.providerId && target.model === subject.model;
    case 'primary-provider':
    case 'node':
    case 'node-kind':
    case 'traffic':
      return false;
  }
}
