import { durationText, failuresText, kinds, plural } from '../../kinds/index.ts';
import { FAILURE_CLASSES, type FailureClass, type PolicyNode } from '../../model/index.ts';
import type { Dialect } from '../dialect.ts';
import { type Above, configOf, deadlineTreatment, type Rules, rewrite, type Setting, type Tell, type Treatment } from '../rewrite.ts';

/**
 * LiteLLM's proxy 1.110, as its router's source and behaviour notes say (it was not run): one retry loop per model group with waits of min(0.5 × 2^n, 8) s and
 * up to 0.75 s on top, cool-downs instead of breakers, fallbacks on nearly every failure, and the first failure as the reply when all have failed.
 */
const SETTINGS = {
  /** 0.5 s and half of the 0.75 s on top. */
  firstWaitMs: 875,
  /** Second mean wait ÷ first: 1.375 ÷ 0.875. */
  waitMultiplier: 11 / 7,
  /** First wait is U(0.5, 1.25) s; later ones spread somewhat wider here than there. */
  waitSpread: 3 / 7,
  longestWaitMs: 8_375,
  longestRetryAfterMs: 60_000,
  mostFallbacks: 5,
  /** A deployment that is alone in its group is cooled when all of at least so many calls of a minute fail. */
  aloneMinimumCalls: 1_000,
} as const;

/** Statuses that count for a cool-down: 429, 401, 404, 408 and 5xx; never one without a status, as a connection that breaks. */
const COOLS: readonly FailureClass[] = ['rate-limit', 'auth', 'timeout', 'server-error'];

/** Failures that its retry loop knows; a cut-off answer has begun, and is not taken back. */
const RETRIES: readonly FailureClass[] = [
  'rate-limit',
  'timeout',
  'connection',
  'server-error',
  'content-policy',
  'context-overflow',
  'auth',
  'invalid-request',
];

/** Never fallen back from: a guard's word stands, and an answer that has begun is not taken back. */
const NEVER: readonly FailureClass[] = ['blocked-by-guard', 'malformed', 'cancelled'];
/** Have lists of their own, so that a tier can be made not to lead on after them. */
const BY_LIST: readonly FailureClass[] = ['content-policy', 'context-overflow'];

const rules: Rules = {
  treat(node, tell): Treatment {
    switch (node.kind) {
      case 'router':
        tellOfRouter(node, tell);
        return { as: 'structure' };
      case 'fallback':
        return { as: 'structure', config: fallbackConfig(node, tell) };
      case 'input-guard':
        return { as: 'structure' };
      case 'output-guard':
        return { as: 'structure', config: guardConfig(node, tell) };
      case 'cache':
      case 'template':
        return { as: 'structure' };
      case 'budget':
        return budgetTreatment(node, tell);
      case 'retry':
        return { as: 'setting', slot: 'retry' };
      case 'timeout':
        return { as: 'setting', slot: 'timeout' };
      case 'breaker':
        return { as: 'setting', slot: 'breaker' };
      case 'deadline':
        return deadlineTreatment(node, 'LiteLLM', tell);
      case 'agent-loop':
      case 'tool':
      case 'execution-guard':
      case 'review':
      case 'evaluator':
        tell(node.id, 'application', `${node.name} stays with the application: a gateway sees only the single calls.`);
        return { as: 'application' };
      default:
        tell(node.id, 'left-out', `${node.name} is left out: LiteLLM’s router has nothing like it.`);
        return { as: 'left-out' };
    }
  },

  settingsFor(model, above, tell): readonly Setting[] {
    const settings: Setting[] = [];
    if (above.retry !== undefined) {
      settings.push({ drawnId: above.retry.id, kind: 'retry', name: above.retry.name, config: retryConfig(above.retry, above, tell) });
    }
    settings.push(cooldownSetting(model, above, tell));
    if (above.timeout !== undefined) {
      if (above.retry !== undefined) {
        tell(above.timeout.id, 'changed', `${above.timeout.name} bounds each attempt: LiteLLM’s timeout is the deployment’s own.`);
      }
      settings.push({ drawnId: above.timeout.id, kind: 'timeout', name: above.timeout.name, config: configOf(above.timeout) });
    }
    return settings;
  },

  attemptsOfGroup(router, retries, tell) {
    const [retry, ...others] = retries
      .filter((one) => one !== undefined)
      .sort((a, b) => retriesOf(b) - retriesOf(a) || (a.id < b.id ? -1 : 1))
      .filter((one, at, all) => all.indexOf(one) === at);
    if (retry === undefined) return { attempts: 1, retryAfter: [] };
    for (const other of others) {
      tell(
        other.id,
        'left-out',
        `${other.name} is left out: the group of ${router.name} has one retry loop, which takes over ${retry.name}.`,
      );
    }
    const retryAfter = retriedAfter(retry, tell);
    tell(
      retry.id,
      'changed',
      `${retry.name} does not wait and does not read Retry-After: LiteLLM retries at once while another deployment of the group is healthy, and picks among them anew.`,
    );
    return { attempts: retriesOf(retry) + 1, retryAfter, retry };
  },
};

const retriesOf = (retry: PolicyNode): number => Number(configOf(retry)['maxRetries']);

/** What is drawn, as far as the retry loop knows it. */
function retriedAfter(node: PolicyNode, tell: Tell): FailureClass[] {
  const drawn = configOf(node)['retryOn'] as FailureClass[];
  const lost = drawn.filter((one) => !RETRIES.includes(one) && one !== 'cancelled' && one !== 'tool-failure');
  if (lost.length > 0) {
    tell(
      node.id,
      'changed',
      `${node.name} does not retry after ${failuresText(lost)}: LiteLLM’s retry loop does not know ${lost.length === 1 ? 'it' : 'them'}.`,
    );
  }
  return drawn.filter((one) => RETRIES.includes(one));
}

function tellOfRouter(node: PolicyNode, tell: Tell): void {
  const routes = configOf(node)['routes'] as { readonly condition: string }[];
  if (routes.every(({ condition }) => condition === 'percentage')) {
    tell(
      node.id,
      'changed',
      `${node.name} becomes one group of weighted deployments: LiteLLM picks one of those that are not cooled at each attempt, and retries without a wait.`,
    );
  } else if (routes.some(({ condition }) => condition === 'metadata' || condition === 'input-tokens')) {
    tell(node.id, 'application', `${node.name} decides by what LiteLLM does not route by: the application must name the model group.`);
  }
}

function fallbackConfig(node: PolicyNode, tell: Tell): Record<string, unknown> {
  const config = configOf(node);
  let tiers = config['tiers'] as { readonly continueOn: readonly FailureClass[] }[];
  if (tiers.length > SETTINGS.mostFallbacks + 1) {
    tell(
      node.id,
      'changed',
      `${node.name} ends after ${SETTINGS.mostFallbacks + 1} tiers: LiteLLM follows at most ${SETTINGS.mostFallbacks} fallbacks.`,
    );
    tiers = tiers.slice(0, SETTINGS.mostFallbacks + 1);
  }
  const leadsOn = (continueOn: readonly FailureClass[]): FailureClass[] =>
    FAILURE_CLASSES.filter((one) => !NEVER.includes(one) && (!BY_LIST.includes(one) || continueOn.includes(one)));
  const gained = new Set<FailureClass>();
  const lost = new Set<FailureClass>();
  for (const { continueOn } of tiers.slice(0, -1)) {
    for (const one of leadsOn(continueOn)) if (!continueOn.includes(one)) gained.add(one);
    for (const one of continueOn) if (!leadsOn(continueOn).includes(one) && one !== 'cancelled') lost.add(one);
  }
  if (gained.size > 0) {
    tell(
      node.id,
      'changed',
      `${node.name} also goes on after ${failuresText([...gained])}: LiteLLM falls back on every failure of a call.`,
    );
  }
  if (lost.size > 0) {
    tell(
      node.id,
      'changed',
      `${node.name} does not go on after ${failuresText([...lost])}: LiteLLM takes a guard’s word and an answer that has begun as final.`,
    );
  }
  if (config['onExhausted'] !== 'first-failure') {
    tell(node.id, 'changed', `${node.name} replies with the first failure when all tiers have failed: LiteLLM raises the original error.`);
  }
  return { ...config, tiers: tiers.map((tier) => ({ ...tier, continueOn: leadsOn(tier.continueOn) })), onExhausted: 'first-failure' };
}

function guardConfig(node: PolicyNode, tell: Tell): Record<string, unknown> {
  const config = configOf(node);
  if (config['action'] !== 'fall-back') return config;
  tell(node.id, 'changed', `${node.name} blocks instead of falling back: what a guard of LiteLLM refuses never reaches a fallback.`);
  return { ...config, action: 'block' };
}

function budgetTreatment(node: PolicyNode, tell: Tell): Treatment {
  const config = configOf(node);
  if (config['scope'] === 'request') {
    tell(node.id, 'left-out', `${node.name} is left out: LiteLLM has no budget of a single request.`);
    return { as: 'left-out' };
  }
  if (Number(config['reserveUsd']) > 0) {
    tell(
      node.id,
      'changed',
      `${node.name} holds nothing back for requests on their way: LiteLLM looks at what was paid, so it can overshoot, and it needs a database to remember it.`,
    );
  }
  return { as: 'structure', config: { ...config, reserveUsd: 0 } };
}

function retryConfig(node: PolicyNode, above: Above, tell: Tell): Record<string, unknown> {
  const drawn = configOf(node);
  const most = Number(drawn['maxRetries']);
  const retryOn = retriedAfter(node, tell);
  if (above.sharedBy > 1) {
    tell(
      node.id,
      'changed',
      `${node.name} does not wait and does not read Retry-After: LiteLLM retries at once while another deployment of the group is healthy.`,
    );
    return { ...drawn, retryOn, baseMs: 0, jitter: 'none', honoursRetryAfter: false };
  }
  tell(
    node.id,
    'changed',
    `${node.name} waits 0.5 s, doubling up to 8 s, and 0 to 0.75 s more before its ${plural(most, 'retry', 'retries')} of each model (here the same on average, from the second wait on with a wider spread).`,
  );
  return {
    ...drawn,
    retryOn,
    baseMs: SETTINGS.firstWaitMs,
    multiplier: SETTINGS.waitMultiplier,
    capMs: SETTINGS.longestWaitMs,
    jitter: 'proportional',
    jitterShare: SETTINGS.waitSpread,
    honoursRetryAfter: true,
    maxRetryAfterMs: SETTINGS.longestRetryAfterMs,
  };
}

/**
 * Every deployment has a cool-down, drawn or not; a drawn breaker lends its count and its open time. A count of N is `allowed_fails: N − 1`: so many are
 * forgiven, and the next one cools (`updated_fails > allowed_fails` in router_utils/cooldown_handlers.py). It must be the deployment's own setting or one
 * of `allowed_fails_policy`: the router's `allowed_fails: 3` is its default and taken for unset (`_is_allowed_fails_set_on_router`).
 */
function cooldownSetting(model: PolicyNode, above: Above, tell: Tell): Setting {
  const { breaker, sharedBy } = above;
  if (breaker !== undefined) {
    const drawn = configOf(breaker);
    const openForMs = Number(drawn['openForMs']);
    // A rate may be drawn without a least number of calls; one failure is the least that cools.
    const failureCount = Math.max(1, Number(drawn['tripRule'] === 'rate' ? drawn['minimumCalls'] : drawn['failureCount']));
    tell(
      breaker.id,
      'changed',
      `${breaker.name} becomes a cool-down of each model: ${plural(failureCount, 'failure')} within ${durationText(openForMs)} take it out for ${durationText(openForMs)} (allowed_fails ${failureCount - 1}: the next failure cools it), then all traffic comes back at once, without a trial; a connection that breaks never counts.`,
    );
    return {
      drawnId: breaker.id,
      kind: 'breaker',
      name: breaker.name,
      config: {
        ...cooldown,
        tripRule: 'count',
        threshold: 'reached',
        failureCount,
        // Its counter of failures lives as long as a cool-down from the first of them on: a time to live that has not ended is not overwritten (InMemoryCache).
        windowKind: 'tumbling',
        windowMs: openForMs,
        windowAtClose: 'clear',
        opensAtOnceOn: [],
        openForMs,
        honoursRetryAfter: false,
        countsAs: [...COOLS],
        mode: drawn['mode'],
      },
    };
  }
  const isShared = sharedBy > 1;
  tell(
    model.id,
    'changed',
    isShared
      ? `${model.name} has a cool-down by default: 5 s after a 429 or when more than half of at least 5 calls of a minute fail.`
      : `${model.name} has a cool-down by default, but being alone in its group only when all of at least ${SETTINGS.aloneMinimumCalls} calls of a minute fail: most outages are never noticed.`,
  );
  return {
    drawnId: `${model.id.slice(0, 54)}-cooldown`,
    kind: 'breaker',
    name: `${model.name.slice(0, 180)}, cool-down`,
    config: isShared
      ? { ...cooldown }
      : { ...cooldown, failureRatio: 1, threshold: 'reached', minimumCalls: SETTINGS.aloneMinimumCalls, opensAtOnceOn: ['auth'] },
  };
}

/** The rules of a group of several deployments are the breaker's preset; here are the ways in which others differ from it. */
const cooldown = presetOf('breaker', 'litellm');

/** Throws when the kind no longer has it: the dialect would then quietly be another. */
function presetOf(kind: string, id: string): Readonly<Record<string, unknown>> {
  const preset = kinds.get(kind)?.presets?.find((one) => one.id === id);
  if (preset === undefined) throw new Error(`the kind ${kind} has no preset ${id}`);
  return preset.values as Readonly<Record<string, unknown>>;
}

const TITLE = 'LiteLLM 1.110';

export const litellmDialect: Dialect = {
  id: 'litellm',
  title: TITLE,
  settings: SETTINGS,
  rewrite: (policy) => rewrite(policy, TITLE, rules),
};
