import { kinds } from '../../shared/kinds/index.ts';
import type { Policy } from '../../shared/model/index.ts';
import { NO_SLA, type Sla } from './summary.ts';

/** What the policy's first entry promises; nothing when there is no entry or its config is broken. */
export function slaOf(policy: Policy | null): Sla {
  const entry = policy?.nodes.find((node) => node.kind === 'entry');
  const config = entry && kinds.get('entry')?.config.schema.safeParse(entry.config);
  if (!config?.success) return NO_SLA;
  const { slaP95Ms, slaAvailability, slaCostUsd } = config.data as Record<string, number>;
  return { p95Ms: slaP95Ms ?? null, availability: slaAvailability ?? null, usdPerRequest: slaCostUsd ?? null };
}
