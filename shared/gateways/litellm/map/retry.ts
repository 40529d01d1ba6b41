import type { FailureClass } from '../../../model/index.ts';
import type { RetryPolicy } from '../schema.ts';

/**
 * As `model_group_retry_policy` has it, with a number for every class, so that no default of LiteLLM's own is left. Undefined when it never tries again.
 * The number is that of the first failure's class; what fails after it is not looked at again.
 */
export function mapRetry(maxRetries: number, retryOn: readonly FailureClass[]): RetryPolicy | undefined {
  if (maxRetries === 0 || retryOn.length === 0) return undefined;
  const after = (failure: FailureClass): number => (retryOn.includes(failure) ? maxRetries : 0);
  return {
    RateLimitErrorRetries: after('rate-limit'),
    TimeoutErrorRetries: after('timeout'),
    InternalServerErrorRetries: after('server-error'),
    ServiceUnavailableErrorRetries: after('server-error'),
    AuthenticationErrorRetries: after('auth'),
    BadRequestErrorRetries: after('invalid-request'),
    ContentPolicyViolationErrorRetries: after('content-policy'),
    DefaultRetries: after('server-error'),
  };
}
