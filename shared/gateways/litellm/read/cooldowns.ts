import { kinds } from '../../../kinds/index.ts';
import type { FailureClass } from '../../../model/index.ts';
import type { Place } from '../../read/place.ts';

/** Setting this number is setting none: the router takes it for unset. */
export const UNSET_ALLOWED_FAILS = 3;
export const DEFAULT_COOLDOWN_S = 5;
const LONGEST_COOLDOWN_MS = 86_400_000;

/** What may cool a deployment: 429, 401, 404, 408 and 5xx; never a connection that breaks. */
export const COOLS: readonly FailureClass[] = ['rate-limit', 'timeout', 'server-error', 'auth'];

const POLICY_CLASSES: Readonly<Record<string, FailureClass>> = {
  AuthenticationErrorAllowedFails: 'auth',
  TimeoutErrorAllowedFails: 'timeout',
  RateLimitErrorAllowedFails: 'rate-limit',
  InternalServerErrorAllowedFails: 'server-error',
  ServiceUnavailableErrorAllowedFails: 'server-error',
  BadGatewayErrorAllowedFails: 'server-error',
};

export interface Cooldown {
  /** Failures that are forgiven; the next one cools. */
  readonly allowedFails: number;
  readonly cooldownMs: number;
  readonly countsAs: readonly FailureClass[];
  readonly from: Place;
  /** Nothing is ever taken out. */
  readonly isOff?: true;
}

/**
 * The cool-down that is set by hand. Without one LiteLLM has rules of its own, which are not drawn: a rehearsal as LiteLLM has them, and an export
 * writes nothing where nothing was set.
 */
export function cooldownOf(settings: Place, deployment: Place): Cooldown | undefined {
  // LiteLLM reads a deployment's own from model_info; in litellm_params they are sent to the provider.
  const [info, params] = [deployment.at('model_info'), deployment.at('litellm_params')];
  const own = info.at('allowed_fails').number();
  for (const key of ['allowed_fails', 'allowed_fails_policy', 'cooldown_time']) {
    if (params.at(key).isThere)
      params.at(key).leave('LiteLLM reads this of a deployment from model_info; in litellm_params it does nothing.');
  }
  const cooldownS = info.at('cooldown_time').number() ?? settings.at('cooldown_time').number() ?? DEFAULT_COOLDOWN_S;
  const general = settings.at('allowed_fails').number();
  const policy = info.at('allowed_fails_policy').isThere ? info.at('allowed_fails_policy') : settings.at('allowed_fails_policy');
  const known = policy.fields().flatMap(([key, place]) => {
    const failure = POLICY_CLASSES[key];
    const allowed = place.number();
    if (failure !== undefined && allowed !== undefined) return [{ failure, allowed }];
    place.leave(`${key} stands for no kind of failure that cools a deployment.`);
    return [];
  });
  // No cool-down at all, not even LiteLLM's own: a breaker that only looks on.
  if (cooldownS <= 0) {
    const from = info.at('cooldown_time').isThere ? info.at('cooldown_time') : settings.at('cooldown_time');
    return {
      allowedFails: own ?? general ?? UNSET_ALLOWED_FAILS,
      cooldownMs: DEFAULT_COOLDOWN_S * 1_000,
      countsAs: COOLS,
      from,
      isOff: true,
    };
  }
  const cooldownMs = Math.min(LONGEST_COOLDOWN_MS, Math.max(1, cooldownS * 1_000));
  if (known.length > 0) {
    const least = Math.min(...known.map(({ allowed }) => allowed));
    if (known.some(({ allowed }) => allowed !== least)) {
      policy.leave(`A breaker of Gracefall has one count for all failures: ${least + 1} are drawn, also where the policy forgives more.`);
    }
    return { allowedFails: least, cooldownMs, countsAs: COOLS.filter((one) => known.some(({ failure }) => failure === one)), from: policy };
  }
  if (own !== undefined) return { allowedFails: own, cooldownMs, countsAs: COOLS, from: info.at('allowed_fails') };
  if (general !== undefined && general !== UNSET_ALLOWED_FAILS) {
    return { allowedFails: general, cooldownMs, countsAs: COOLS, from: settings.at('allowed_fails') };
  }
  return undefined;
}

/** As LiteLLM keeps it: counted from the first failure for as long as a cool-down, then all traffic at once. */
export function breakerConfig({ allowedFails, cooldownMs, countsAs, isOff }: Omit<Cooldown, 'from'>): Record<string, unknown> {
  const preset = kinds.get('breaker')?.presets?.find(({ id }) => id === 'litellm');
  if (preset === undefined) throw new Error('the kind breaker has no preset litellm');
  return {
    ...(preset.values as Record<string, unknown>),
    tripRule: 'count',
    threshold: 'reached',
    failureCount: Math.min(10_000, Math.max(1, Math.floor(allowedFails) + 1)),
    windowKind: 'tumbling',
    windowMs: cooldownMs,
    windowAtClose: 'clear',
    opensAtOnceOn: [],
    openForMs: cooldownMs,
    honoursRetryAfter: false,
    countsAs: [...countsAs],
    ...(isOff === true ? { mode: 'observe-only' } : {}),
  };
}
