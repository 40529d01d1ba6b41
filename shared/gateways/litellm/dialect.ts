import {
  durationText,
  entriesOf,
  failuresText,
  type GraphView,
  graphView,
  kinds,
  numberText,
  plural,
  reachable,
} from '../../kinds/index.ts';
import { FAILURE_CLASSES, type FailureClass, type PolicyNode } from '../../model/index.ts';
import type { Dialect } from '../dialect.ts';
import { presetOf } from '../preset-of.ts';
import { type Above, configOf, deadlineTreatment, type Rules, rewrite, type Setting, type Tell, type Treatment } from '../rewrite.ts';
import { applicationTreatment, askingPeopleTreatment, OF_APPLICATION } from '../treatments.ts';

/**
 * LiteLLM's proxy 1.108, as measured by running it and as its router's source says: one retry loop per model group with waits of min(0.5 × 2^n, 8) s and
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
  /** A deployment that is alone in its group is cooled when all of at least so many calls of a minute fail. */
  aloneMinimumCalls: 1_000,
  /** Answers that its cache in memory holds. */
  cacheEntries: 200,
} as const;

/** Statuses that count for a cool-down: 429, 401, 404, 408 and 5xx. A connection that breaks is a 500 to it (measured: InternalServerError, "Connection error."). */
const COOLS: readonly FailureClass[] = ['rate-limit', 'auth', 'timeout', 'server-error', 'connection'];

/**
 * Failures of which a `model_group_retry_policy` can speak. A wrong request and a conversation that is too long are one class there (BadRequestError), a
 * server error and a broken connection another (InternalServerError); a cut-off answer has begun, and is not taken back.
 */
const RETRIED_TOGETHER: readonly (readonly FailureClass[])[] = [
  ['rate-limit'],
  ['timeout'],
  ['server-error', 'connection'],
  ['content-policy'],
  ['auth'],
  ['invalid-request', 'context-overflow'],
];
const RETRIES = RETRIED_TOGETHER.flat();

/** Never fallen back from: a guard's word stands, and an answer that has begun is not taken back. */
const NEVER: readonly FailureClass[] = ['blocked-by-guard', 'malformed', 'cancelled'];
/** Have lists of their own, so that a tier can be made not to lead on after them. */
const BY_LIST: readonly FailureClass[] = ['content-policy', 'context-overflow'];

const rulesFor = (graph: GraphView): Rules => ({
  treat(node, tell): Treatment {
    switch (node.kind) {
      case 'router':
        tellOfRouter(node, graph, tell);
        return { as: 'structure' };
      case 'fallback':
        return { as: 'structure', config: fallbackConfig(node, isChosenByLast(graph, node), tell) };
      case 'input-guard':
      case 'output-guard':
        return guardTreatment(node, graph, tell);
      case 'cache':
        return cacheTreatment(node, graph, tell);
      case 'template':
        return { as: 'structure' };
      case 'budget':
        return budgetTreatment(node, graph, tell);
      case 'retry':
        return { as: 'setting', slot: 'retry' };
      case 'timeout':
        return { as: 'setting', slot: 'timeout' };
      case 'breaker':
        return { as: 'setting', slot: 'breaker' };
      case 'deadline':
        return deadlineTreatment(node, 'LiteLLM', tell);
      default: {
        const application = applicationTreatment(node, tell);
        if (application !== undefined) return application;
        tell(node.id, 'left-out', `${node.name} is left out: LiteLLM’s router has nothing like it.`);
        return { as: 'left-out' };
      }
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
    tell(
      router.id,
      'changed',
      `${router.name} becomes one group of weighted deployments: LiteLLM picks one of those that are not cooled at each attempt, and retries without a wait.`,
    );
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
});

/** What a call meets before it comes to the node, as far as the application's own work. */
function aboveInCall(graph: GraphView, { id }: PolicyNode): readonly PolicyNode[] {
  const seen = new Set<PolicyNode>();
  const open = [...graph.callers(id)];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node) || OF_APPLICATION.has(node.kind)) continue;
    seen.add(node);
    open.push(...graph.callers(node.id));
  }
  return [...seen];
}

const isInTier = (graph: GraphView, node: PolicyNode): boolean => aboveInCall(graph, node).some(({ kind }) => kind === 'fallback');

const retriesOf = (retry: PolicyNode): number => Number(configOf(retry)['maxRetries']);

/** What is drawn, as far as the retry loop can tell failures apart. */
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
  const retried = RETRIED_TOGETHER.filter((together) => together.some((one) => drawn.includes(one))).flat();
  const gained = retried.filter((one) => !drawn.includes(one));
  if (gained.length > 0) {
    tell(node.id, 'changed', `${node.name} also retries after ${failuresText(gained)}: LiteLLM’s retry policy cannot tell them apart.`);
  }
  return FAILURE_CLASSES.filter((one) => retried.includes(one));
}

/** What a group of deployments is made of, besides what LiteLLM leaves out. */
const AROUND_A_DEPLOYMENT: ReadonlySet<string> = new Set(['retry', 'timeout', 'breaker']);
const STRUCTURES: ReadonlySet<string> = new Set([
  'router',
  'fallback',
  'input-guard',
  'output-guard',
  'cache',
  'template',
  'budget',
  'deadline',
]);

function isGroup(router: PolicyNode, graph: GraphView): boolean {
  return portsOf(router).every((port) => {
    let node = graph.target(router.id, port);
    while (node !== undefined && node.kind !== 'model') {
      if (!AROUND_A_DEPLOYMENT.has(node.kind) && (STRUCTURES.has(node.kind) || OF_APPLICATION.has(node.kind))) return false;
      const [first] = portsOf(node);
      node = first === undefined ? undefined : graph.target(node.id, first);
    }
    return node !== undefined;
  });
}

const portsOf = (node: PolicyNode): readonly string[] =>
  (kinds.get(node.kind)?.face.ports(configOf(node)) ?? []).map(({ id }: { readonly id: string }) => id);

const isByPercentage = (node: PolicyNode): boolean =>
  (configOf(node)['routes'] as { readonly condition: string }[]).every(({ condition }) => condition === 'percentage');

function tellOfRouter(node: PolicyNode, graph: GraphView, tell: Tell): void {
  if (isByPercentage(node) && isGroup(node, graph)) return;
  tell(
    node.id,
    'application',
    `${node.name} decides by what LiteLLM does not route by: the application names the model group, one for each way.`,
  );
}

/**
 * The application sees the first failure of all, but a chain inside a chain goes on by the failure that came last. Only where a tier above leaves out a failure
 * that has a list of its own do the two differ; there the way is kept and the reply is the inner chain's last.
 */
const isChosenByLast = (graph: GraphView, node: PolicyNode): boolean =>
  aboveInCall(graph, node).some(
    (above) =>
      above.kind === 'fallback' &&
      (configOf(above)['tiers'] as { readonly continueOn: readonly FailureClass[] }[])
        .slice(0, -1)
        .some(({ continueOn }) => BY_LIST.some((one) => !continueOn.includes(one))),
  );

function fallbackConfig(node: PolicyNode, decidesByLast: boolean, tell: Tell): Record<string, unknown> {
  const config = configOf(node);
  const tiers = config['tiers'] as { readonly continueOn: readonly FailureClass[] }[];
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
  if (!decidesByLast && config['onExhausted'] !== 'first-failure') {
    tell(node.id, 'changed', `${node.name} replies with the first failure when all tiers have failed: LiteLLM raises the original error.`);
  }
  return {
    ...config,
    tiers: tiers.map((tier) => ({ ...tier, continueOn: leadsOn(tier.continueOn) })),
    onExhausted: decidesByLast ? 'last-failure' : 'first-failure',
  };
}

/** LiteLLM's guardrails, cache and budget stand before and after the whole call, so one that is drawn inside a tier has no place. */
function guardTreatment(node: PolicyNode, graph: GraphView, tell: Tell): Treatment {
  const people = askingPeopleTreatment(node, tell);
  if (people !== undefined) return people;
  const config = configOf(node);
  if (isInTier(graph, node)) {
    tell(
      node.id,
      'left-out',
      `${node.name} is left out: LiteLLM checks a call as a whole, before its first model and after its last, and not one tier of it.`,
    );
    return { as: 'left-out' };
  }
  if (config['action'] !== 'fall-back') return { as: 'structure', config };
  tell(node.id, 'changed', `${node.name} blocks instead of falling back: what a guard of LiteLLM refuses never reaches a fallback.`);
  return { as: 'structure', config: { ...config, action: 'block' } };
}

function cacheTreatment(node: PolicyNode, graph: GraphView, tell: Tell): Treatment {
  if (isInTier(graph, node)) {
    tell(node.id, 'left-out', `${node.name} is left out: LiteLLM’s cache is asked before the first model, not as one of the tiers.`);
    return { as: 'left-out' };
  }
  const config = configOf(node);
  const maxEntries = Math.min(SETTINGS.cacheEntries, Number(config['maxEntries'] ?? Number.POSITIVE_INFINITY));
  tell(
    node.id,
    'changed',
    `${node.name} becomes a cache in the proxy’s memory: it finds the same question only${config['mode'] === 'semantic' ? ', not one that is near' : ''}, holds ${numberText(SETTINGS.cacheEntries)} answers${Number(config['staleIfErrorMs']) > 0 ? ', gives no stale answer when the model fails' : ''} and is empty after a restart.`,
  );
  return {
    as: 'structure',
    config: { ...config, mode: 'exact', refreshOnHit: false, staleIfErrorMs: 0, keepsDownToTier: 3, maxEntries },
  };
}

function budgetTreatment(node: PolicyNode, graph: GraphView, tell: Tell): Treatment {
  const config = configOf(node);
  const leftOut = (why: string): Treatment => {
    tell(node.id, 'left-out', `${node.name} is left out: ${why}`);
    return { as: 'left-out' };
  };
  if (config['scope'] === 'request') return leftOut('LiteLLM has no budget of a single request.');
  if (config['scope'] === 'user') {
    return leftOut('LiteLLM keeps budgets of users on their keys, in its database and not in config.yaml. Set max_budget there.');
  }
  if (config['atLimit'] === 'downgrade') return leftOut('config.yaml has a budget that refuses, and none that takes a cheaper way.');
  if (isInTier(graph, node) || !coversAll(graph, node)) {
    return leftOut('the budget of config.yaml is that of the whole proxy, and this one is of a part of the calls.');
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

/** Is every model that a request can reach below the node? */
function coversAll(graph: GraphView, node: PolicyNode): boolean {
  const below = reachable(graph.policy, [node.id]);
  const reached = reachable(
    graph.policy,
    entriesOf(graph.policy).map(({ id }) => id),
  );
  return graph.policy.nodes.every(({ id, kind }) => kind !== 'model' || !reached.has(id) || below.has(id));
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
    `${node.name} waits 0.5 s, doubling up to 8 s, and 0 to 0.75 s more before its ${plural(most, 'retry', 'retries')} of each model (here the same on average, from the second wait on with a wider spread), and once more after the last one before anything else is tried (not rehearsed).`,
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
 * forgiven, and the next one cools (`updated_fails > allowed_fails` in router_utils/cooldown_handlers.py). It is written as the
 * deployment's own `allowed_fails_policy` in model_info, for a plain `allowed_fails` does not cool the only deployment of a group without fallbacks, and the router's 3 counts as unset.
 */
function cooldownSetting(model: PolicyNode, above: Above, tell: Tell): Setting {
  const { breaker, sharedBy } = above;
  if (breaker !== undefined) {
    const drawn = configOf(breaker);
    const openForMs = Number(drawn['openForMs']);
    // A rate may be drawn without a least number of calls; one failure is the least that cools.
    const drawnClasses = COOLS.filter((one) => (drawn['countsAs'] as FailureClass[]).includes(one));
    const countsAs = drawnClasses.length > 0 ? drawnClasses : [...COOLS];
    const failureCount = Math.max(1, Number(drawn['tripRule'] === 'rate' ? drawn['minimumCalls'] : drawn['failureCount']));
    tell(
      breaker.id,
      'changed',
      `${breaker.name} becomes a cool-down of each model: ${plural(failureCount, 'failure')} within ${durationText(openForMs)} of one kind take it out for ${durationText(openForMs)} (${failureCount - 1} allowed, the next one cools it), then all traffic comes back at once, without a trial.`,
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
        countsAs,
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
      ? { ...cooldown, countsAs: [...COOLS] }
      : {
          ...cooldown,
          countsAs: [...COOLS],
          failureRatio: 1,
          threshold: 'reached',
          minimumCalls: SETTINGS.aloneMinimumCalls,
          opensAtOnceOn: ['auth'],
        },
  };
}

/** The rules of a group of several deployments are the breaker's preset; here are the ways in which others differ from it. */
const cooldown = presetOf('breaker', 'litellm');

const TITLE = 'LiteLLM 1.108';

export const litellmDialect: Dialect = {
  id: 'litellm',
  title: TITLE,
  settings: SETTINGS,
  rewrite: (policy) => rewrite(policy, TITLE, rulesFor(graphView(policy))),
};
