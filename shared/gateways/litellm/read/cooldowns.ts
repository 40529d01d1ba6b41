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
};

export interface Cooldown {
  /** Failures that are forgiven; the next one cools. */
  readonly allowedFails: number;
  readonly cooldownMs: number;
  readonly countsAs: readonly FailureClass[];
  readonly from: Place;
}

/**
 * The cool-down that is set by hand. Without one LiteLLM has rules of its own, which are not drawn: a rehearsal as LiteLLM has them, and an export
 * writes nothing where nothing was set.
 */
export function cooldownOf(settings: Place, deployment: Place): Cooldown | undefined {
  const own = deployment.at('allowed_fails').number();
  const general = settings.at('allowed_fails').number();
  const ownTime = deployment.at('cooldown_time').number();
  const cooldownS = ownTime ?? settings.at('cooldown_time').number() ?? DEFAULT_COOLDOWN_S;
  const policy = settings.at('allowed_fails_policy');
  const read = policy.fields().map(([key, place]) => {
    const failure = POLICY_CLASSES[key];
    const allowed = place.number();
    if (failure === undefined || allowed === undefined) place.leave(`${key} stands for no kind of failure that cools a deployment.`);
    return failure === undefined || allowed === undefined ? undefined : { failure, allowed };
  });
  const known = read.filter((one) => one !== undefined);
  if (cooldownS <= 0) return undefined;
  const cooldownMs = Math.min(LONGEST_COOLDOWN_MS, Math.max(1, cooldownS * 1_000));
  if (own !== undefined && own !== UNSET_ALLOWED_FAILS)
    return { allowedFails: own, cooldownMs, countsAs: COOLS, from: deployment.at('allowed_fails') };
  if (known.length > 0) {
    const least = Math.min(...known.map(({ allowed }) => allowed));
    if (known.some(({ allowed }) => allowed !== least))
      policy.leave(`A breaker of Gracefall has one count for all failures: ${least + 1} are drawn, also where the policy forgives more.`);
    return { allowedFails: least, cooldownMs, countsAs: COOLS.filter((one) => known.some(({ failure }) => failure === one)), from: policy };
  }
  if (general !== undefined && general !== UNSET_ALLOWED_FAILS)
    return { allowedFails: general, cooldownMs, countsAs: COOLS, from: settings.at('allowed_fails') };
  return undefined;
}

/** As LiteLLM keeps it: counted from the first failure for as long as a cool-down, then all traffic at once. */
export function breakerConfig({ allowedFails, cooldownMs, countsAs }: Omit<Cooldown, 'from'>): Record<string, unknown> {
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
  };
}
