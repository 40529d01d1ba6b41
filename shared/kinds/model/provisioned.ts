import type { Context, Station } from '../../engine/index.ts';
import type { Assumption, Ms, Provider, Usd } from '../../model/index.ts';
import { numberText, usdText } from '../words.ts';

/**
 * Throughput that is paid by the hour, in front of the limits that on-demand calls meet: a bucket of tokens that refills continuously, holds one
 * minute's worth and starts full. A call fits in whole or not at all, with its question and its whole answer counted when it is sent.
 */
export function provisionedStation(provider: Provider): Station | null {
  if (provider.provisionedTokensPerMin === null) return null;
  return {
    // Ids of providers are words of one alphabet, so a colon keeps the two apart.
    id: `provisioned:${provider.id}`,
    concurrency: null,
    queueLength: null,
    requestsPerMin: null,
    requestBurst: null,
    tokensPerMin: provider.provisionedTokensPerMin,
  };
}

export interface ProvisionedPlan {
  /** Position of the provisioned bucket among the run's stations, −1 when the provider has none. */
  readonly provisioned: number;
  readonly refusesBeyondProvisioned: boolean;
}

export const planProvisioned = (provider: Provider, station: number | undefined): ProvisionedPlan => ({
  provisioned: station ?? -1,
  refusesBeyondProvisioned: provider.overProvisioned === 'refuse',
});

/** 0 = the call is served out of what is paid for, else the time until it would be. */
export const waitForProvisioned = (plan: ProvisionedPlan, tokens: number, context: Context): Ms =>
  context.admit(plan.provisioned, tokens, Number.POSITIVE_INFINITY);

/** Of all providers together, called or not: a contract is paid for as long as it stands in the policy. Undefined when there is none. */
export function provisionedUsdPerHour(providers: readonly Provider[]): Usd | undefined {
  const contracts = providers.filter((provider) => provider.provisionedTokensPerMin !== null);
  return contracts.length === 0 ? undefined : contracts.reduce((sum, provider) => sum + provider.provisionedUsdPerHour, 0);
}

/** The hour is paid by nobody's call, so it is said here and not hidden in one of them. */
export function provisionedAssumptions(provider: Provider): readonly Assumption[] {
  const { name, provisionedTokensPerMin, provisionedUsdPerHour, overProvisioned } = provider;
  if (provisionedTokensPerMin === null) return [];
  const beyond = overProvisioned === 'spill' ? 'are paid by the token' : 'are refused';
  return [
    {
      subject: name,
      statement:
        `Calls within ${numberText(provisionedTokensPerMin)} provisioned tokens a minute cost nothing each and are untouched by its rate limits; those beyond ${beyond}. ` +
        `The ${usdText(provisionedUsdPerHour)} an hour are owed whether used or not: they are part of the cost of this run for as long as requests arrive, and of no node’s or budget’s.`,
      // The price was set by hand, and short reports show what is assumed.
      basis: 'assumed',
    },
  ];
}
