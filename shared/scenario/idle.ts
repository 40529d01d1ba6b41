import type { Policy, Scenario } from '../model/index.ts';
import { checkScenario } from './check.ts';

/** Findings after which an event changes nothing at all in this policy on this traffic; others mean that it changes less or is refused. */
const IDLE: ReadonlySet<string> = new Set(
  [
    'no-provider',
    'uncalled',
    'no-such-node',
    'unknown-provider',
    'unknown-model',
    'unknown-node',
    'unfelt',
    'no-slots',
    'no-effect',
    'after-traffic',
  ].map((rule) => `scenario/${rule}`),
);

/**
 * Why rehearsing this scenario would show the same as without it, in the sentences of its check, one an event; empty when it strikes something,
 * or has no events to strike with.
 */
export function strikesNothing(scenario: Scenario, policy: Policy, trafficDurationMs: number): readonly string[] {
  const reasons = new Map<unknown, string>();
  for (const { rule, path, message } of checkScenario(scenario, policy, trafficDurationMs)) {
    const event = path?.[1];
    if (IDLE.has(rule) && !reasons.has(event)) reasons.set(event, message);
  }
  return reasons.size < scenario.events.length ? [] : [...reasons.values()];
}
