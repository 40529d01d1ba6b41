import { durationText, failuresText, plural } from '../../kinds/index.ts';
import { FAILURE_CLASSES, type FailureClass } from '../../model/index.ts';
import {
  type BreakerWords,
  breakerOfRoute,
  commonOf,
  type DrawnCase,
  failuresToOpen,
  headerName,
  isOfACall,
  type LadderGateway,
  ladderRules,
  openForMsOf,
  type Settings,
  settingsOfRoute,
} from '../ladder/index.ts';
import { configOf, type Tell } from '../rewrite.ts';

/**
 * Envoy AI Gateway (v1beta1 of its resources) on Envoy Gateway 1.9, as their documentation and resource definitions say; it was not run. One retry policy for each
 * route: so many attempts at each priority, then the next; waits are drawn anew between nothing and a bound that doubles; Retry-After is not read.
 */
export const SETTINGS = {
  waitMultiplier: 2,
  /** Outlier detection looks at the ends of ejections that often; written by the export. */
  healthIntervalMs: 1_000,
  /** Envoy's own max_ejection_time. */
  longestEjectionMs: 300_000,
} as const;

const SHORT = 'Envoy';

/** What Envoy sees of a failure: a status, or that no answer came. A limit of one attempt and a broken connection are both a reset to it. */
export const SIGNALS: Partial<Record<FailureClass, readonly (number | string)[]>> = {
  'rate-limit': [429],
  timeout: ['reset', 408],
  connection: ['connect-failure', 'refused-stream', 'reset'],
  'server-error': [500, 502, 503, 504, 529],
  'content-policy': [422],
  'context-overflow': [413],
  auth: [401, 403],
  'invalid-request': [400],
};

export function leadsOn(drawn: readonly FailureClass[]): FailureClass[] {
  const signals = new Set(drawn.flatMap((one) => SIGNALS[one] ?? []));
  return FAILURE_CLASSES.filter((one) => one === 'rejected-by-breaker' || SIGNALS[one]?.some((signal) => signals.has(signal)) === true);
}

/** What Envoy has ejected is no reason to wait and try again: it is passed over. */
const withoutRejections = (classes: readonly FailureClass[]): FailureClass[] => classes.filter((one) => one !== 'rejected-by-breaker');

function settle(one: DrawnCase, _all: readonly DrawnCase[], tell: Tell): Settings[][] {
  const common = commonOf(one.rungs.flat());
  const hasTiers = one.rungs.length > 1;
  for (const { node, by } of common.overruled) {
    tell(
      node.id,
      'changed',
      by === undefined
        ? `${node.name} becomes ${durationText(common.timeoutMs)} for each attempt: an Envoy route has one limit for the attempts of all its tiers, and the longest is written.`
        : `${node.name} gives way to ${by.name}: an Envoy route has one retry policy for all its tiers.`,
    );
  }
  for (const { timeout, retry } of one.rungs.flat()) {
    if (timeout !== undefined && retry !== undefined)
      tell(timeout.id, 'changed', `${timeout.name} bounds each attempt: the limit on all attempts together is the sum of them.`);
  }
  let retry: Settings['retry'];
  if (common.retry !== undefined) {
    const drawn = configOf(common.retry);
    const retryOn = hasTiers ? withoutRejections(one.continueOn) : withoutRejections(leadsOn(drawn['retryOn'] as FailureClass[]));
    const baseMs = Math.max(1, Math.round(Number(drawn['baseMs'])));
    const capMs = Math.max(baseMs, Math.round(Number(drawn['capMs'])));
    const lost = (drawn['retryOn'] as FailureClass[]).filter((failure) => !retryOn.includes(failure) && isOfACall(failure));
    const gained = retryOn.filter((failure) => !(drawn['retryOn'] as FailureClass[]).includes(failure));
    tell(
      common.retry.id,
      'changed',
      `${common.retry.name} waits a random time up to ${durationText(baseMs)}, doubling up to ${durationText(capMs)}, before ${plural(common.maxRetries, 'retry', 'retries')} of each tier${hasTiers ? ' and before the next one' : ''}, and does not read Retry-After.`,
    );
    if (gained.length > 0)
      tell(
        common.retry.id,
        'changed',
        `${common.retry.name} also retries after ${failuresText(gained)}: an Envoy route retries and goes on by one list.`,
      );
    if (lost.length > 0)
      tell(
        common.retry.id,
        'changed',
        `${common.retry.name} does not retry after ${failuresText(lost)}: it is not on the list of the route.`,
      );
    retry = {
      drawnId: common.retry.id,
      name: common.retry.name,
      config: {
        ...drawn,
        maxRetries: common.maxRetries,
        retryOn,
        baseMs,
        capMs,
        multiplier: SETTINGS.waitMultiplier,
        jitter: 'full',
        honoursRetryAfter: false,
      },
    };
  }
  return settingsOfRoute(one, { timeoutMs: common.timeoutMs, retry, breaker: breakerOf(one, tell) });
}

const BREAKERS: BreakerWords = {
  observes: 'is left out: Envoy has no outlier detection that only observes.',
  oneForAll: 'an Envoy route has one outlier detection for all its tiers.',
  alone: 'is left out: with no other tier Envoy sends to what is ejected all the same.',
};

function breakerOf(one: DrawnCase, tell: Tell): Settings['breaker'] {
  const active = breakerOfRoute(one, BREAKERS, tell);
  if (active === undefined) return undefined;
  const failureCount = failuresToOpen(active);
  const openForMs = openForMsOf(active);
  tell(
    active.id,
    'changed',
    `${active.name} becomes outlier detection of each model of the route: ${plural(failureCount, 'failure')} in a row (5xx or no answer; a 429 does not count) take it out for ${durationText(openForMs)}, longer each time, then all traffic comes back at once. The last tier is always tried.`,
  );
  return {
    drawnId: active.id,
    name: active.name,
    config: {
      tripRule: 'consecutive',
      failureCount,
      windowKind: 'none',
      openForMs,
      openEnds: 'interval',
      intervalMs: SETTINGS.healthIntervalMs,
      openGrowth: 'linear',
      longestOpenMs: Math.max(openForMs, SETTINGS.longestEjectionMs),
      halfOpen: 'none',
      countsAs: ['timeout', 'connection', 'server-error'],
      otherFailures: 'success',
      lateResponses: 'count',
    },
  };
}

export const envoyLadders: LadderGateway = {
  title: 'Envoy AI Gateway',
  short: SHORT,
  splits: 'every',
  replies: 'last-failure',
  prefersMoreConditions: true,
  leadsOn,
  settle,
  rules: ladderRules({
    short: SHORT,
    metadataAs: (key) => `the header ${headerName(key)}`,
    noBudget: 'Envoy AI Gateway limits tokens of a time, not money, and does nothing before the limit; nothing stops or reroutes here.',
    noCache: 'this export switches on no cache, so every request is sent.',
    noGuard: 'Envoy AI Gateway looks into no questions and answers; that is an external processor’s work.',
  }),
};
