import type { FailureClass } from '../../../model/index.ts';
import type { Leaf } from '../schema.ts';
import { statusesOf } from '../statuses.ts';

/** Of a retry as the dialect has rewritten it; undefined when it never tries again. */
export function mapRetry(config: Record<string, any>): Leaf['retry'] {
  const classes = config['retryOn'] as FailureClass[];
  const attempts = Number(config['maxRetries']);
  if (attempts === 0) return undefined;
  // A broken connection is retried whatever the list says; its statuses are on the list only when server errors are meant.
  const listed = classes.filter((one) => one !== 'connection');
  return { attempts, on_status_codes: statusesOf(listed) };
}
