import type { Case, HeaderCondition } from '../../ladder/index.ts';
import type { Route } from '../schema.ts';
import { resourceName } from './provider.ts';
import { attemptsOf, durationOf } from './traffic.ts';

/** Weights are whole numbers; this many keep the digits of a share that a person writes. */
const WEIGHT_SCALE = 10_000;

/** `modelName`: what the application asks for, which the gateway puts into the header x-ai-eg-model. */
export function mapRoute(name: string, modelName: string, conditions: readonly HeaderCondition[], one: Case): Route {
  return {
    apiVersion: 'aigateway.envoyproxy.io/v1beta1',
    kind: 'AIGatewayRoute',
    metadata: { name },
    spec: {
      parentRefs: [{ name: 'ai-gateway', kind: 'Gateway', group: 'gateway.networking.k8s.io' }],
      rules: [
        {
          matches: [
            {
              headers: [
                { type: 'Exact', name: 'x-ai-eg-model', value: modelName },
                ...conditions.map(({ header, values }) =>
                  values.length === 1
                    ? { type: 'Exact' as const, name: header, value: values[0]! }
                    : { type: 'RegularExpression' as const, name: header, value: values.map(escaped).join('|') },
                ),
              ],
            },
          ],
          backendRefs: one.rungs.flatMap((rung, priority) =>
            rung.map(({ config, weight }) => ({
              name: resourceName(String(config['providerId'])),
              modelNameOverride: String(config['model']),
              priority,
              weight: rung.length === 1 ? 1 : Math.round(weight * WEIGHT_SCALE),
              ...(config['maxOutputTokens'] === null
                ? {}
                : { bodyMutation: { set: [{ path: 'max_tokens' as const, value: String(config['maxOutputTokens']) }] } }),
            })),
          ),
          timeouts: { request: durationOf(totalMs(one)) },
        },
      ],
    },
  };
}

/** Long enough for all attempts and waits: the gateway's own 60 s would cut off the later tiers. */
function totalMs(one: Case): number {
  const [first] = one.rungs[0]!;
  const { retry, timeoutMs } = first!.settings;
  const attempts = attemptsOf(one);
  return attempts * timeoutMs + (retry === undefined ? 0 : (attempts - 1) * Number(retry.config['capMs']));
}

const escaped = (value: string): string => value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
