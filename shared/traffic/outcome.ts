import { ANSWERED, FAILURE_CLASSES, type FailureClass, NOT_RECORDED, type OutcomeCode, outcomeOf } from '../model/index.ts';

/** What a log writes about the end of one request, as text; "" where it says nothing. */
export interface WrittenOutcome {
  /** A status code, or a word such as success, failure, ERROR. */
  readonly status: string;
  /** A code of its own for the error, as in error_information.error_code. */
  readonly errorCode: string;
  /** A class of error or its message. */
  readonly errorText: string;
}

export interface ReadOutcome {
  /** An outcome code, or NOT_RECORDED where the text says nothing that is known. */
  readonly outcome: OutcomeCode;
  /** It failed, and the log does not say how; the outcome is then a server error. */
  readonly isOfUnknownClass: boolean;
}

/** Words of gateways for a request that was answered. OpenTelemetry leaves the status of a span that went well unset. */
const GOOD = new Set(
  'ok success succeeded successful true 1 answered answer completed complete done finished default debug info warning unset statuscodeok statuscodeunset stop length toolcalls'.split(
    ' ',
  ),
);
const BAD = new Set('error failure failed fail false 0 exception statuscodeerror critical'.split(' '));
const NOT_OVER = new Set('pending running inprogress started queued'.split(' '));

/** What the wording of an error gives away, surest first. Of the text without case, blanks and punctuation. */
const WORDINGS: readonly (readonly [FailureClass, RegExp])[] = [
  [
    'context-overflow',
    /contextwindow|contextlength|contextoverflow|maximumcontext|promptistoolong|tokenlimitexceeded|exceedsthemaximumnumberoftokens/,
  ],
  ['content-policy', /contentpolicy|contentfilter|responsibleai|policyviolation|moderation|safetysystem/],
  ['blocked-by-guard', /guardrail|blockedby/],
  ['over-budget', /budgetexceeded|exceededbudget|overbudget/],
  ['rate-limit', /ratelimit|toomanyrequests|throttl|resourceexhausted|quotaexceeded|insufficientquota/],
  ['timeout', /timeout|timedout|deadlineexceeded/],
  ['connection', /connection|econnreset|econnrefused|enotfound|socket|networkerror|hangup|hungup/],
  ['auth', /authentication|unauthorized|permissiondenied|forbidden|invalidapikey|incorrectapikey/],
  ['cancelled', /cancel|aborted/],
  ['malformed', /jsondecode|malformed|outputparser|invalidjson|couldnotparse/],
  ['server-error', /internalserver|serviceunavailable|overloaded|badgateway|servererror/],
  ['invalid-request', /badrequest|invalidrequest|notfound|unprocessable|unsupportedparams/],
];
/** Told by the wording even where the status is that of another class: gateways answer these with 400, 422 or 500. */
const BEFORE_STATUS = new Set<FailureClass>(['context-overflow', 'content-policy', 'blocked-by-guard', 'over-budget']);
/** A gateway that could not reach the provider, or waited in vain, often answers 500. */
const BEFORE_SERVER_ERROR = new Set<FailureClass>(['timeout', 'connection', 'malformed']);

/** Reads what a log writes of a request's end. Total: anything may stand in a log. */
export function readOutcome({ status, errorCode, errorText }: WrittenOutcome): ReadOutcome {
  const words = bare(status);
  const code = httpCode(errorCode) ?? httpCode(status);
  const error = `${bare(errorCode)}${bare(errorText)}`;
  if (words === '' && error === '') return { outcome: NOT_RECORDED, isOfUnknownClass: false };
  if (NOT_OVER.has(words)) return { outcome: NOT_RECORDED, isOfUnknownClass: false };
  const ours = FAILURE_CLASSES.find((failure) => bare(failure) === words || bare(failure) === error);
  if (ours !== undefined) return failed(ours);
  if (code !== null && code < 400) return { outcome: ANSWERED, isOfUnknownClass: false };
  // A span whose status was left unset may still name its error.
  if (code === null && GOOD.has(words) && !(words === 'unset' && error !== '')) return { outcome: ANSWERED, isOfUnknownClass: false };
  const wording = wordingOf(`${error} ${words}`);
  const told = code ?? httpCodeIn(errorText) ?? httpCodeIn(status);
  if (wording !== null && BEFORE_STATUS.has(wording)) return failed(wording);
  if (told !== null && !(told >= 500 && wording !== null && BEFORE_SERVER_ERROR.has(wording))) return failed(classOfStatus(told));
  if (wording !== null) return failed(wording);
  // Neither a word nor a number that is known: a failure only where the log says so itself.
  return error !== '' || BAD.has(words)
    ? { outcome: outcomeOf('server-error'), isOfUnknownClass: true }
    : { outcome: NOT_RECORDED, isOfUnknownClass: false };
}

const failed = (failure: FailureClass): ReadOutcome => ({ outcome: outcomeOf(failure), isOfUnknownClass: false });

/** Without case, blanks and punctuation; "" for how programs write that there is nothing. */
function bare(text: string): string {
  const word = text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return word === 'none' || word === 'null' || word === 'nan' ? '' : word;
}

const httpCode = (text: string): number | null => {
  const code = /^\s*([1-5]\d\d)(?:\.0+)?\s*$/.exec(text);
  return code === null ? null : Number(code[1]);
};
const httpCodeIn = (text: string): number | null => {
  const code = /(?<!\d)([45]\d\d)(?!\d)/.exec(text);
  return code === null ? null : Number(code[1]);
};

const wordingOf = (text: string): FailureClass | null => WORDINGS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;

/** Statuses as providers and gateways use them; 446 is Portkey's for a request that a guardrail denied. */
function classOfStatus(status: number): FailureClass {
  switch (status) {
    case 429:
      return 'rate-limit';
    case 408:
    case 504:
      return 'timeout';
    case 401:
    case 403:
      return 'auth';
    case 402:
      return 'over-budget';
    case 413:
      return 'context-overflow';
    case 446:
      return 'blocked-by-guard';
    case 499:
      return 'cancelled';
    default:
      return status >= 500 ? 'server-error' : 'invalid-request';
  }
}
