import { numberText, plural } from '../../kinds/index.ts';
import type { Finding, Policy } from '../../model/index.ts';
import { configOf } from '../rewrite.ts';
import { gatewayWait, waitText } from './dialect.ts';
import { EVERYONE_KEY, USER_KEY } from './map/limits.ts';
import { customSlug, isKnownProvider } from './map/model.ts';
import type { Route } from './schema.ts';

/** Entries of `cf-aig-metadata`; more are dropped. */
const MOST_METADATA = 5;

/** What of a route is allowed and yet needs something beside it. */
export function routeFindings(policy: Policy, routes: readonly Route[]): Finding[] {
  return [...metadataFindings(policy, routes), ...waitFindings(policy, routes), ...providerFindings(policy, routes)];
}

function metadataFindings(policy: Policy, routes: readonly Route[]): Finding[] {
  const keys = new Set<string>();
  for (const { elements } of routes) {
    for (const element of elements) {
      if (element.type === 'conditional') for (const key of Object.keys(element.properties.conditions)) keys.add(key);
      if (element.type === 'rate') keys.add(element.properties.key);
    }
  }
  if (keys.size === 0) return [];
  const meanings = [...keys].sort().map((key) => `${key.slice('metadata.'.length)}${meaningOf(key, policy)}`);
  const isTooMany = keys.size > MOST_METADATA;
  return [
    {
      rule: 'cloudflare/metadata-from-application',
      severity: isTooMany ? 'warning' : 'info',
      message: `The application must send ${meanings.join(', ')} in cf-aig-metadata with each request: what the route decides and counts by is nothing that Cloudflare knows by itself.${isTooMany ? ` It takes ${MOST_METADATA} entries, and these are ${keys.size}.` : ''}`,
    },
  ];
}

function meaningOf(key: string, policy: Policy): string {
  if (key === USER_KEY) return ' (the user)';
  if (key === EVERYONE_KEY) return ` (always “${policy.id}”, so that all share one account)`;
  return key === 'metadata.complexity' ? ' (0 to 1)' : '';
}

function waitFindings(policy: Policy, routes: readonly Route[]): Finding[] {
  const wait = gatewayWait(policy);
  const retries = routes.flatMap(({ elements }) => elements.map((one) => (one.type === 'model' ? one.properties.retries : 0)));
  if (wait === null || Math.max(0, ...retries) === 0) return [];
  return [
    {
      rule: 'cloudflare/waits-of-the-gateway',
      severity: 'info',
      message: `The route says how often to try again and not when: set Retry Requests of the gateway to a delay of ${numberText(wait.delayMs)} ms and ${wait.backoff} backoff (${waitText(wait)}), as it is rehearsed.`,
    },
  ];
}

function providerFindings(policy: Policy, routes: readonly Route[]): Finding[] {
  const called = new Set(policy.nodes.filter(({ kind }) => kind === 'model').map((node) => String(configOf(node)['providerId'])));
  return policy.providers
    .filter(({ id }) => called.has(id) && !isKnownProvider(id))
    .map(({ id, name }) => ({
      rule: 'cloudflare/custom-provider',
      severity: 'info' as const,
      providerId: id,
      message: `${name} is no provider that Cloudflare is known to have: ${plural(routes.length, 'the route calls', 'the routes call').replace(/^\d+ /, '')} the custom provider ${customSlug(id)} of your account, which you add with its address.`,
    }));
}
