/**
 * The failure taxonomy: every way in which a call can end without an answer.
 * Retryability and statuses follow the reference values of the product's failure table; a policy may override
 * retryability per retry node, never the meaning of a class.
 */
export interface FailureInfo {
  /** May the same call be sent to the same model again? */
  readonly retryable: boolean;
  /** Status that a gateway would answer with. */
  readonly httpStatus: number;
  /** Word for labels, lower case. */
  readonly label: string;
  /** What happened, for a person who has never seen the class. */
  readonly sentence: string;
}

export const FAILURES = {
  'rate-limit': {
    retryable: true,
    httpStatus: 429,
    label: 'rate limit',
    sentence: 'The provider refused the call because its request or token limit was reached.',
  },
  timeout: { retryable: true, httpStatus: 408, label: 'timeout', sentence: 'No answer came before the deadline.' },
  connection: { retryable: true, httpStatus: 502, label: 'connection', sentence: 'The provider could not be reached, or hung up.' },
  'server-error': { retryable: true, httpStatus: 500, label: 'server error', sentence: 'The provider answered with a 5xx status.' },
  malformed: {
    retryable: true,
    httpStatus: 502,
    label: 'malformed',
    sentence: 'The answer was cut short or could not be parsed; its tokens were paid.',
  },
  'content-policy': {
    retryable: false,
    httpStatus: 422,
    label: 'content policy',
    sentence: 'The answer or the question was refused on policy grounds; another model may accept it.',
  },
  'context-overflow': {
    retryable: false,
    httpStatus: 413,
    label: 'context overflow',
    sentence: 'The conversation is longer than the context window of the model.',
  },
  auth: { retryable: false, httpStatus: 401, label: 'authentication', sentence: 'The credentials were refused.' },
  'invalid-request': {
    retryable: false,
    httpStatus: 400,
    label: 'invalid request',
    sentence: 'The provider found the request itself wrong.',
  },
  'blocked-by-guard': {
    retryable: false,
    httpStatus: 446,
    label: 'blocked by guard',
    sentence: 'A guardrail stopped the request or its answer.',
  },
  'over-budget': { retryable: false, httpStatus: 402, label: 'over budget', sentence: 'A budget was used up.' },
  'rejected-by-breaker': {
    retryable: false,
    httpStatus: 503,
    label: 'rejected by breaker',
    sentence: 'An open circuit breaker refused the call at once.',
  },
  shed: { retryable: false, httpStatus: 503, label: 'shed', sentence: 'The call was refused to protect what lies below from overload.' },
  'tool-failure': { retryable: true, httpStatus: 502, label: 'tool failure', sentence: 'A tool that the step needs did not work.' },
  'loop-limit': {
    retryable: false,
    httpStatus: 508,
    label: 'loop limit',
    sentence: 'An agent was stopped because it did not come to an end.',
  },
  cancelled: { retryable: false, httpStatus: 499, label: 'cancelled', sentence: 'The caller no longer wanted the answer.' },
} as const satisfies Record<string, FailureInfo>;

export type FailureClass = keyof typeof FAILURES;

/** Taxonomy order; a position in it plus one is the engine's outcome code. Append only: run files store these names, not codes. */
export const FAILURE_CLASSES = Object.keys(FAILURES) as readonly FailureClass[];

export const failureInfo = (failure: FailureClass): FailureInfo => FAILURES[failure];

/** What a reply says, as the engine carries it: 0 is an answer, 1 + taxonomy position is a failure. */
export type OutcomeCode = number;
export const ANSWERED: OutcomeCode = 0;

export function outcomeOf(failure: FailureClass): OutcomeCode {
  return FAILURE_CLASSES.indexOf(failure) + 1;
}

/** Throws for a code that no reply can carry. */
export function failureOf(code: OutcomeCode): FailureClass {
  const failure = FAILURE_CLASSES[code - 1];
  if (failure === undefined) throw new Error(`outcome code ${code} names no failure class`);
  return failure;
}

/** Bit set over outcome codes, so that a behaviour tests membership without a lookup. */
export function outcomeMask(failures: readonly FailureClass[]): number {
  let mask = 0;
  for (const failure of failures) mask |= 1 << outcomeOf(failure);
  return mask;
}

export const RETRYABLE_FAILURES = FAILURE_CLASSES.filter((failure) => FAILURES[failure].retryable);
