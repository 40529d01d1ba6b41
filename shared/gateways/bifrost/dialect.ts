import { durationText, failuresText, plural } from '../../kinds/index.ts';
import { FAILURE_CLASSES, type FailureClass } from '../../model/index.ts';
import { commonOf, type DrawnCase, headerName, isOfACall, type LadderGateway, ladderRules, type Settings } from '../ladder/index.ts';
import { configOf, type Tell } from '../rewrite.ts';

/**
 * Bifrost 2, as its documentation says; it was not run. Retries and time limits are a provider's: waits of first × 2^n up to a longest, 0.8 to 1.2 times; Retry-After is
 * not read. Fallbacks are tried in order, each with its own retries; when all fail, the first failure is returned.
 */
export const SETTINGS = {
  waitMultiplier: 2,
  waitSpread: 0.2,
  /** The least that its published schema takes. */
  leastWaitMs: 100,
} as const;

const SHORT = 'Bifrost';

/**
 * Retried, and gone on after: network errors, 5xx and 429. Of other 4xx its makers say that they are the client's, and users that no fallback follows (its issue 3261); what
 * becomes of a refused key depends on the version.
 */
const RETRIES: readonly FailureClass[] = ['rate-limit', 'timeout', 'connection', 'server-error'];
const LEADS_ON: readonly FailureClass[] = [...RETRIES, 'rejected-by-breaker'];

function settle(one: DrawnCase, all: readonly DrawnCase[], tell: Tell): Settings[][] {
  const everywhere = all.flatMap(({ rungs }) => rungs.flat());
  const ofProvider = new Map<string, Settings>();
  const settingsOf = (providerId: string): Settings => {
    const known = ofProvider.get(providerId);
    if (known !== undefined) return known;
    const members = everywhere.filter(({ model }) => configOf(model)['providerId'] === providerId);
    const common = commonOf(members);
    const timeoutMs = Math.ceil(common.timeoutMs / 1_000) * 1_000;
    for (const { node, by } of common.overruled) {
      tell(
        node.id,
        'changed',
        by === undefined
          ? `${node.name} becomes ${durationText(timeoutMs)} for each attempt: Bifrost has one limit for each provider, and the longest is written.`
          : `${node.name} gives way to ${by.name}: Bifrost has one number of retries for each provider.`,
      );
    }
    for (const { timeout } of members) {
      if (timeout === undefined) continue;
      tell(
        timeout.id,
        'changed',
        `${timeout.name} bounds each attempt, in whole seconds (${durationText(timeoutMs)}): Bifrost has no limit on all attempts together.`,
      );
    }
    for (const { breaker } of members) {
      if (breaker === undefined) continue;
      tell(
        breaker.id,
        'left-out',
        `${breaker.name} is left out: the open Bifrost has no breaker, so every request still tries what is down.`,
      );
    }
    const settings: Settings = {
      timeoutMs,
      retry: common.retry === undefined ? undefined : retryOf(common.retry, common.maxRetries, tell),
    };
    ofProvider.set(providerId, settings);
    return settings;
  };
  for (const { model, timeout } of one.rungs.flat()) {
    const drawnMs = Number(configOf(model)['requestTimeoutMs']);
    const { timeoutMs } = settingsOf(String(configOf(model)['providerId']));
    if (timeout === undefined && timeoutMs !== drawnMs) {
      tell(
        model.id,
        'changed',
        `${model.name} has ${durationText(timeoutMs)} for a call instead of ${durationText(drawnMs)}: Bifrost counts whole seconds, one limit for each provider.`,
      );
    }
  }
  return one.rungs.map((rung) => rung.map(({ model }) => settingsOf(String(configOf(model)['providerId']))));
}

function retryOf(node: Parameters<typeof configOf>[0], maxRetries: number, tell: Tell): NonNullable<Settings['retry']> {
  const drawn = configOf(node);
  const drawnOn = drawn['retryOn'] as FailureClass[];
  const baseMs = Math.max(SETTINGS.leastWaitMs, Math.round(Number(drawn['baseMs'])));
  const capMs = Math.max(baseMs, Math.round(Number(drawn['capMs'])));
  tell(
    node.id,
    'changed',
    `${node.name} waits ${durationText(baseMs)}, doubling up to ${durationText(capMs)}, give or take a fifth, before ${plural(maxRetries, 'retry', 'retries')} of every model of the provider, and does not read Retry-After.`,
  );
  const lost = drawnOn.filter((failure) => !RETRIES.includes(failure) && isOfACall(failure));
  const gained = RETRIES.filter((failure) => !drawnOn.includes(failure));
  if (gained.length > 0)
    tell(node.id, 'changed', `${node.name} also retries after ${failuresText([...gained])}: Bifrost has no list of what to retry.`);
  if (lost.length > 0)
    tell(node.id, 'changed', `${node.name} does not retry after ${failuresText(lost)}: Bifrost has no list of what to retry.`);
  return {
    drawnId: node.id,
    name: node.name,
    config: {
      ...drawn,
      maxRetries,
      retryOn: [...RETRIES],
      baseMs,
      capMs,
      multiplier: SETTINGS.waitMultiplier,
      jitter: 'proportional',
      jitterShare: SETTINGS.waitSpread,
      honoursRetryAfter: false,
    },
  };
}

export const bifrostLadders: LadderGateway = {
  title: 'Bifrost 2',
  short: SHORT,
  splits: 'first',
  replies: 'first-failure',
  prefersMoreConditions: false,
  leadsOn: () => FAILURE_CLASSES.filter((one) => LEADS_ON.includes(one)),
  settle,
  rules: ladderRules({
    short: SHORT,
    metadataAs: (key) => `the header ${headerName(key)}`,
    noBudget:
      'Bifrost’s budgets belong to its own keys, teams and customers, of which the policy knows nothing; nothing stops or reroutes here.',
    noCache: 'Bifrost’s cache is a plugin with a store of its own, which this export does not write.',
    noGuard: 'Bifrost has guards in its enterprise edition only.',
  }),
};
