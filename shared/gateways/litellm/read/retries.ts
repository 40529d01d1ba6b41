import type { FailureClass } from '../../../model/index.ts';
import type { Place } from '../../read/place.ts';

/** What the openai SDK gives to LiteLLM where nothing is said. */
export const DEFAULT_RETRIES = 2;
const MOST_RETRIES = 10;

/** Without a policy: 408, 409, 429, 5xx and what breaks; a refused key only where another deployment may have a better one. */
const RETRIED: readonly FailureClass[] = ['rate-limit', 'timeout', 'connection', 'server-error'];

const POLICY_CLASSES: Readonly<Record<string, readonly FailureClass[]>> = {
  BadRequestErrorRetries: ['invalid-request'],
  AuthenticationErrorRetries: ['auth'],
  TimeoutErrorRetries: ['timeout'],
  RateLimitErrorRetries: ['rate-limit'],
  ContentPolicyViolationErrorRetries: ['content-policy'],
  InternalServerErrorRetries: ['server-error'],
  ServiceUnavailableErrorRetries: ['server-error'],
  /** What has no name of its own; a broken connection is one of these. */
  DefaultRetries: ['connection'],
};

export interface Retries {
  readonly maxRetries: number;
  readonly retryOn: readonly FailureClass[];
  readonly from: Place;
}

/** Of a group: its own number of retries, else its policy, else the router's. A policy has one number a class; a retry of ours one for all. */
export function retriesOf(plain: readonly Place[], policies: readonly Place[], isShared: boolean): Retries | undefined {
  const count = plain.map((place) => ({ place, value: place.number() })).find(({ value }) => value !== undefined);
  const retryOn: readonly FailureClass[] = isShared ? [...RETRIED, 'auth'] : RETRIED;
  const number = Math.floor(count?.value ?? DEFAULT_RETRIES);
  if (number > MOST_RETRIES) count?.place.leave(`Retries are drawn up to ${MOST_RETRIES}; here are ${number}.`);
  const maxRetries = Math.min(MOST_RETRIES, Math.max(0, number));
  const policy = policies.find((place) => place.fields().length > 0);
  const fallback = plain[0] ?? policy;
  if (policy === undefined) return fallback === undefined ? undefined : { maxRetries, retryOn, from: count?.place ?? fallback };
  const counts = new Map<FailureClass, number>(retryOn.map((one) => [one, maxRetries]));
  for (const [key, place] of policy.fields()) {
    const classes = POLICY_CLASSES[key];
    const value = place.number();
    if (classes === undefined || value === undefined) {
      place.leave(`${key} stands for no kind of failure that Gracefall tells apart.`);
      continue;
    }
    for (const one of classes) counts.set(one, Math.min(MOST_RETRIES, Math.max(0, Math.floor(value))));
  }
  const most = Math.max(0, ...counts.values());
  const chosen = [...counts].filter(([, value]) => value > 0);
  const others = chosen.filter(([, value]) => value !== most);
  if (others.length > 0)
    policy.leave(`A retry of Gracefall has one number for all failures: ${most} are drawn after each, also where the policy says fewer.`);
  return { maxRetries: most, retryOn: chosen.map(([one]) => one), from: policy };
}
