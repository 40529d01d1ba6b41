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
 * Kong's AI Proxy Advanced plugin (3.13 and later), as its documentation and published schema say; it was not run. One balancer for each route: an order of targets or
 * shares among them, the next target at once after what the criteria list, and a target out for a time after failures in that time.
 */
export const SETTINGS = { waitMs: 0 } as const;

const SHORT = 'Kong';

/** Of `failover_criteria`. Only one of the statuses 401 and 403 is among them, and none for a refused or too long conversation. */
export const CRITERIA: Partial<Record<FailureClass, readonly string[]>> = {
  'rate-limit': ['http_429'],
  timeout: ['timeout'],
  connection: ['error'],
  'server-error': ['http_500', 'http_502', 'http_503', 'http_504'],
  auth: ['http_403'],
};

export const leadsOn = (drawn: readonly FailureClass[]): FailureClass[] =>
  FAILURE_CLASSES.filter((one) => one === 'rejected-by-breaker' || (CRITERIA[one] !== undefined && drawn.includes(one)));

/** As the plugin's schema says of `max_fails`: `error` and `timeout` always count, `http_403` never does, and of the rest what the criteria list. */
const countedBy = (continueOn: readonly FailureClass[]): FailureClass[] =>
  FAILURE_CLASSES.filter(
    (one) => one === 'timeout' || one === 'connection' || (one !== 'auth' && one !== 'rejected-by-breaker' && continueOn.includes(one)),
  );

function settle(one: DrawnCase, _all: readonly DrawnCase[], tell: Tell): Settings[][] {
  const members = one.rungs.flat();
  const common = commonOf(members);
  for (const { node, by } of common.overruled) {
    if (by !== undefined) continue;
    tell(
      node.id,
      'changed',
      `${node.name} becomes ${durationText(common.timeoutMs)} for each attempt: a Kong route has one limit for all its targets, and the longest is written.`,
    );
  }
  for (const { timeout } of members) {
    if (timeout !== undefined)
      tell(
        timeout.id,
        'changed',
        `${timeout.name} bounds the silence of each attempt: Kong counts between two reads, so an answer that trickles takes longer.`,
      );
  }
  let retry: Settings['retry'];
  const retries = members.flatMap((member) => member.retry ?? []);
  if (members.length > 1) {
    for (const { id, name } of retries)
      tell(id, 'left-out', `${name} is left out: after a failure Kong goes to another model of the route, never to the same one again.`);
  } else if (common.retry !== undefined) {
    const drawn = configOf(common.retry);
    const drawnOn = drawn['retryOn'] as FailureClass[];
    const retryOn = leadsOn(drawnOn).filter((failure) => failure !== 'rejected-by-breaker');
    const lost = drawnOn.filter((failure) => isOfACall(failure) && CRITERIA[failure] === undefined);
    tell(
      common.retry.id,
      'changed',
      `${common.retry.name} tries again at once, ${plural(common.maxRetries, 'time')}: Kong has no wait between attempts and does not read Retry-After.`,
    );
    if (lost.length > 0)
      tell(
        common.retry.id,
        'changed',
        `${common.retry.name} does not retry after ${failuresText(lost)}: Kong has no criterion for ${lost.length === 1 ? 'it' : 'them'}.`,
      );
    retry = {
      drawnId: common.retry.id,
      name: common.retry.name,
      config: { ...drawn, maxRetries: common.maxRetries, retryOn, baseMs: SETTINGS.waitMs, jitter: 'none', honoursRetryAfter: false },
    };
  }
  return settingsOfRoute(one, { timeoutMs: common.timeoutMs, retry, breaker: breakerOf(one, tell) });
}

const BREAKERS: BreakerWords = {
  observes: 'is left out: Kong has no health rule that only observes.',
  oneForAll: 'a Kong route has one health rule for all its targets.',
  alone: 'is left out: the export writes a health rule only where another tier can take over.',
};

function breakerOf(one: DrawnCase, tell: Tell): Settings['breaker'] {
  const active = breakerOfRoute(one, BREAKERS, tell);
  if (active === undefined) return undefined;
  const failureCount = failuresToOpen(active);
  const openForMs = openForMsOf(active);
  tell(
    active.id,
    'changed',
    `${active.name} becomes max_fails and fail_timeout of the route: ${plural(failureCount, 'failure')} within ${durationText(openForMs)} take a target out for ${durationText(openForMs)}, then all traffic comes back at once. A 403 does not count. The last tier is always tried.`,
  );
  return {
    drawnId: active.id,
    name: active.name,
    config: {
      tripRule: 'count',
      failureCount,
      windowKind: 'tumbling',
      windowMs: openForMs,
      openForMs,
      halfOpen: 'none',
      countsAs: countedBy(one.continueOn),
      lateResponses: 'count',
    },
  };
}

export const kongLadders: LadderGateway = {
  title: 'Kong AI Proxy Advanced',
  short: SHORT,
  splits: 'alone',
  replies: 'last-failure',
  prefersMoreConditions: true,
  leadsOn,
  settle,
  rules: ladderRules({
    short: SHORT,
    metadataAs: (key) => `the header ${headerName(key)}`,
    noBudget:
      'the limits of Kong on costs are another plugin’s, which knows of no step before the limit and reroutes nothing; this export does not write it.',
    noCache: 'Kong’s cache is another plugin’s with a vector database of its own, which this export does not write.',
    noGuard: 'Kong’s guards are plugins of their own with rules of their own, which this export does not write.',
  }),
};
