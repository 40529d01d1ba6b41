import { FAILURE_CLASSES, type FailureClass } from '../../model/index.ts';

/**
 * What Portkey OSS 1.15.2 sees of a failure: a status, and nothing else. Measured by running it: a connection that cannot be made or breaks is a 500 (not a
 * 502), a time limit of its own a 408, a guard's no a 446. 529 is Anthropic's "overloaded".
 */
const SERVER_ERRORS = [500, 502, 503, 504, 529] as const;

export const STATUSES: Partial<Record<FailureClass, readonly number[]>> = {
  'rate-limit': [429],
  timeout: [408],
  connection: SERVER_ERRORS,
  'server-error': SERVER_ERRORS,
  'content-policy': [422],
  'context-overflow': [413],
  auth: [401, 403],
  'invalid-request': [400],
  'blocked-by-guard': [446],
};

/** Ascending, each once. */
export const statusesOf = (classes: readonly FailureClass[]): number[] =>
  [...new Set(classes.flatMap((one) => STATUSES[one] ?? []))].sort((a, b) => a - b);

/** Every class that a list of those statuses catches: classes with one status cannot be told apart. */
export function classesSeenAs(classes: readonly FailureClass[]): FailureClass[] {
  const statuses = new Set(statusesOf(classes));
  return FAILURE_CLASSES.filter((one) => STATUSES[one]?.some((status) => statuses.has(status)) === true);
}
