import type { FailureClass } from '../../../model/index.ts';
import type { AllowedFails, Deployment } from '../schema.ts';

/** A broken connection is an InternalServerError to LiteLLM. */
const KEYS: Partial<Record<FailureClass, readonly (keyof AllowedFails)[]>> = {
  'rate-limit': ['RateLimitErrorAllowedFails'],
  timeout: ['TimeoutErrorAllowedFails'],
  connection: ['InternalServerErrorAllowedFails'],
  'server-error': ['InternalServerErrorAllowedFails', 'ServiceUnavailableErrorAllowedFails', 'BadGatewayErrorAllowedFails'],
  auth: ['AuthenticationErrorAllowedFails'],
};

/** Of a drawn breaker as the dialect has rewritten it: what stands in model_info. */
export function mapBreaker(config: Record<string, any>): Pick<Deployment['model_info'], 'allowed_fails_policy' | 'cooldown_time'> {
  if (config['mode'] === 'observe-only') return { cooldown_time: 0 };
  const allowed = Number(config['failureCount']) - 1;
  const keys = new Set((config['countsAs'] as FailureClass[]).flatMap((one) => KEYS[one] ?? []));
  return {
    allowed_fails_policy: Object.fromEntries([...keys].sort().map((key) => [key, allowed])),
    cooldown_time: Number(config['openForMs']) / 1000,
  };
}
