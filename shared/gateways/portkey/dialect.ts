import { ancestors, durationText, failuresText, type GraphView, graphView, percentText, plural, reachable } from '../../kinds/index.ts';
import type { FailureClass, PolicyNode } from '../../model/index.ts';
import type { Dialect } from '../dialect.ts';
import { type Above, configOf, deadlineTreatment, type Rules, rewrite, type Setting, type Tell, type Treatment } from '../rewrite.ts';
import { applicationTreatment, askingPeopleTreatment, noFixedAnswerTreatment } from '../treatments.ts';
import { type Flavour, HOSTED, OPEN_SOURCE } from './flavour.ts';
import { hostedBreaker } from './map/breaker.ts';
import { keptForMs } from './map/cache.ts';
import { classesSeenAs } from './statuses.ts';

/**
 * Portkey's open-source gateway, npm `@portkey-ai/gateway` 1.15.2, as measured by running it: waits of exactly 1, 2, 4 s; fallback by status, last failure
 * returned; no breaker, budget or cache. Its reading of Retry-After is not asked for: the plain npm build ignores the hint, and a build that does not turns a
 * last 429 without a hint into a 500, which fallbacks then take for a server error.
 */
const SETTINGS = {
  firstWaitMs: 1_000,
  waitMultiplier: 2,
} as const;

/** Waits double without a cap; this is the longest that a retry can be drawn with. */
const NO_CAP_MS = 3_600_000;

/** "Up to 5 retry attempts", of the hosted gateway; the open-source one takes any number. */
const MOST_HOSTED_RETRIES = 5;

const isGuard = ({ kind }: PolicyNode): boolean => kind === 'input-guard' || kind === 'output-guard';

const rulesFor = (graph: GraphView, flavour: Flavour): Rules => ({
  ...(flavour.isHosted ? { sharesBreakers: true } : {}),

  treat(node, tell): Treatment {
    switch (node.kind) {
      case 'router':
        tellOfRouter(node, tell);
        return { as: 'structure' };
      case 'fallback':
        return { as: 'structure', config: fallbackConfig(node, guardsAround(graph, node), flavour, tell) };
      case 'input-guard': {
        const people = askingPeopleTreatment(node, tell);
        if (people !== undefined) return people;
        tell(node.id, 'changed', `${node.name} sees the last message only, and is asked again for each model that is tried.`);
        return { as: 'structure', config: guardConfig(node) };
      }
      case 'output-guard': {
        const people = askingPeopleTreatment(node, tell);
        if (people !== undefined) return people;
        tell(
          node.id,
          'changed',
          `${node.name} checks the answers of each model below it on their own, and whole ones only: a streamed answer is not held back.`,
        );
        return { as: 'check-of-models', config: guardConfig(node) };
      }
      case 'retry':
        return { as: 'setting', slot: 'retry' };
      case 'timeout':
        return { as: 'setting', slot: 'timeout' };
      case 'breaker':
        if (flavour.isHosted) return hostedBreakerTreatment(node, tell);
        tell(
          node.id,
          'left-out',
          `${node.name} is left out: Portkey OSS takes the setting and does nothing with it, so every request still tries what is down.`,
        );
        return { as: 'left-out' };
      case 'budget':
        tell(
          node.id,
          'left-out',
          flavour.isHosted
            ? `${node.name} is left out: a config of Portkey has no budgets; limits of money are set at its providers and keys, and reject.`
            : `${node.name} is left out: Portkey OSS counts no money, so nothing stops or reroutes at the limit.`,
        );
        return { as: 'left-out' };
      case 'cache':
        if (flavour.isHosted) return { as: 'structure', config: cacheConfig(node, tell) };
        tell(
          node.id,
          'left-out',
          `${node.name} is left out: the npm build of Portkey has its cache switched off, so every request is sent.`,
        );
        return { as: 'left-out' };
      case 'template':
        return noFixedAnswerTreatment(node, flavour.name, tell);
      case 'deadline':
        return deadlineTreatment(node, 'Portkey', tell);
      default: {
        const application = applicationTreatment(node, tell);
        if (application !== undefined) return application;
        tell(node.id, 'left-out', `${node.name} is left out: ${flavour.name} has nothing like it.`);
        return { as: 'left-out' };
      }
    }
  },

  settingsFor(model, above, tell): readonly Setting[] {
    const settings: Setting[] = (above.checks ?? []).map(({ id, kind, name, config }) => ({ drawnId: id, kind, name, config }));
    if (flavour.isHosted) settings.push(...breakerSettings(model, above, tell));
    if (above.retry !== undefined) {
      settings.push({ drawnId: above.retry.id, kind: 'retry', name: above.retry.name, config: retryConfig(above.retry, flavour, tell) });
    }
    if (above.timeout !== undefined) settings.push(timeoutSetting(above, above.timeout, tell));
    return settings;
  },
});

interface GuardsAround {
  readonly below: readonly PolicyNode[];
  /** Output guards only: each of them checks every model below too. */
  readonly above: readonly PolicyNode[];
}

function guardsAround(graph: GraphView, node: PolicyNode): GuardsAround {
  const below = [...reachable(graph.policy, [node.id])].flatMap((id) => graph.node(id) ?? []);
  return { below: below.filter(isGuard), above: ancestors(graph, node.id).filter(({ kind }) => kind === 'output-guard') };
}

/** A hook asks a webhook of the team's, and its no is a 446 whatever the guard was drawn to do about it. */
function guardConfig(node: PolicyNode): Record<string, unknown> {
  const config = configOf(node);
  return config['action'] === 'fall-back' ? { ...config, action: 'block' } : config;
}

function tellOfRouter(node: PolicyNode, tell: Tell): void {
  const measured = (configOf(node)['routes'] as { readonly condition: string }[]).filter(
    ({ condition }) => condition === 'complexity' || condition === 'input-tokens',
  );
  if (measured.length === 0) return;
  tell(
    node.id,
    'application',
    `${node.name} decides by ${[...new Set(measured.map(({ condition }) => (condition === 'complexity' ? 'complexity' : 'length')))].join(' and ')}, which Portkey does not measure: the application must send it as metadata.`,
  );
}

/** Tiers lead on by status alone. */
function fallbackConfig(node: PolicyNode, guards: GuardsAround, { isHosted }: Flavour, tell: Tell): Record<string, unknown> {
  const config = configOf(node);
  const drawn = config['tiers'] as { readonly continueOn: readonly FailureClass[] }[];
  const fallsBack = guards.below.filter((guard) => configOf(guard)['action'] === 'fall-back');
  const tiers = drawn.map((tier) => ({
    ...tier,
    continueOn: classesSeenAs(fallsBack.length > 0 ? [...tier.continueOn, 'blocked-by-guard'] : tier.continueOn),
  }));
  const leading = drawn.slice(0, -1);
  if (leading.some((tier) => tier.continueOn.includes('malformed'))) {
    tell(node.id, 'changed', `${node.name} does not go on after malformed answers: Portkey hands a cut-off answer on as a success.`);
  }
  const added = new Set(leading.flatMap((tier, at) => tiers[at]!.continueOn.filter((one) => !tier.continueOn.includes(one))));
  if (fallsBack.length > 0) {
    added.delete('blocked-by-guard');
    const blocking = guards.below.filter((guard) => configOf(guard)['action'] === 'block');
    if (blocking.length > 0) {
      tell(
        node.id,
        'changed',
        `${node.name} goes on after ${blocking[0]!.name} too, not only after ${fallsBack[0]!.name}: to Portkey both are the status 446.`,
      );
    }
  }
  const stops = guards.above.find((guard) => ['block', 'fall-back'].includes(String(configOf(guard)['action'])));
  if (stops !== undefined && tiers.slice(0, -1).some(({ continueOn }) => continueOn.includes('blocked-by-guard'))) {
    tell(node.id, 'changed', `${node.name} goes on to its next tier when ${stops.name} stops an answer: Portkey checks at each model.`);
  }
  if (added.size > 0) {
    tell(node.id, 'changed', `${node.name} goes on after ${failuresText([...added])} too: Portkey tells failures apart by status only.`);
  }
  const byCode = leading.some(
    ({ continueOn }) =>
      (continueOn.includes('context-overflow') || continueOn.includes('content-policy')) && !continueOn.includes('invalid-request'),
  );
  if (byCode) {
    tell(
      node.id,
      'changed',
      `${node.name} does not go on where a provider says with status 400 that a conversation is too long or refused: Portkey cannot tell that from a wrong request.`,
    );
  }
  if (config['onExhausted'] === 'first-failure') {
    tell(node.id, 'changed', `${node.name} replies with the last failure when all tiers have failed: Portkey keeps no other.`);
  }
  if (!isHosted) return { ...config, tiers, onExhausted: 'last-failure' };
  // A target whose breaker is open is not among those that are tried.
  return {
    ...config,
    tiers: tiers.map((tier) => ({ ...tier, continueOn: [...tier.continueOn, 'rejected-by-breaker'] })),
    onExhausted: 'last-failure',
  };
}

function hostedBreakerTreatment(node: PolicyNode, tell: Tell): Treatment {
  if (configOf(node)['mode'] === 'active') return { as: 'setting', slot: 'breaker' };
  tell(node.id, 'left-out', `${node.name} is left out: it only watches, and a breaker of Portkey always acts.`);
  return { as: 'left-out' };
}

function breakerSettings(model: PolicyNode, { breaker, targetsBreaker, sharedBy }: Above, tell: Tell): Setting[] {
  if (targetsBreaker === undefined) {
    if (breaker !== undefined) {
      tell(
        breaker.id,
        'left-out',
        `${breaker.name} is left out: Portkey’s breaker takes one of several targets out, and ${model.name} is none of several in a fallback or a load balance.`,
      );
    }
    return [];
  }
  const drawn = configOf(targetsBreaker);
  const config = hostedBreaker(drawn);
  const opens =
    config['tripRule'] === 'rate'
      ? `more than ${percentText(Number(config['failureRatio']))} of at least ${plural(Number(config['minimumCalls']), 'call')} fail`
      : `there are more than ${plural(Number(config['failureCount']), 'failure')}`;
  tell(
    targetsBreaker.id,
    'changed',
    `${targetsBreaker.name} opens when ${opens}, counted without a window, and lets all traffic back at once after ${durationText(Number(config['openForMs']))}; when all targets of its strategy are open Portkey tries them all (that is not rehearsed).`,
  );
  if (sharedBy > 1) {
    tell(
      targetsBreaker.id,
      'changed',
      `What ${targetsBreaker.name} keeps from an open target of a load balance goes to its other targets (rehearsed as a rejection).`,
    );
  }
  if (breaker === undefined) {
    tell(model.id, 'changed', `${model.name} gets a breaker like ${targetsBreaker.name}: the targets of one strategy share its settings.`);
  } else if (breaker !== targetsBreaker && JSON.stringify(hostedBreaker(configOf(breaker))) !== JSON.stringify(config)) {
    tell(
      breaker.id,
      'changed',
      `${breaker.name} takes over the settings of ${targetsBreaker.name}: the targets of one strategy share them.`,
    );
  } else if (breaker !== targetsBreaker) {
    tell(breaker.id, 'changed', `${breaker.name} is set as ${targetsBreaker.name} is, and does as that does.`);
  }
  const own = breaker ?? { id: `${model.id.slice(0, 54)}-breaker`, name: `${model.name.slice(0, 180)}, breaker` };
  return [{ drawnId: own.id, kind: 'breaker', name: own.name, config }];
}

function cacheConfig(node: PolicyNode, tell: Tell): Record<string, unknown> {
  const drawn = configOf(node);
  const ttlMs = keptForMs(Number(drawn['ttlMs']));
  tell(
    node.id,
    'changed',
    `${node.name} keeps whatever answer comes for ${durationText(ttlMs)} from when it was kept, uses none beyond that, and is looked at for each model that is tried, whose parameters must be the same${drawn['mode'] === 'semantic' ? '; near questions are found in short conversations only, by a vector database that not every plan has' : ''}.`,
  );
  return { ...drawn, ttlMs, refreshOnHit: false, keepsDownToTier: 3, staleIfErrorMs: 0 };
}

/** A connection that breaks is retried whatever the list of statuses says, so it puts no status on the list. */
function retryConfig(node: PolicyNode, { isHosted }: Flavour, tell: Tell): Record<string, unknown> {
  const drawn = configOf(node);
  const classes = drawn['retryOn'] as FailureClass[];
  const listed = classesSeenAs(classes.filter((one) => one !== 'connection' && one !== 'blocked-by-guard'));
  const retryOn: FailureClass[] = listed.includes('connection') ? listed : ['connection', ...listed];
  const maxRetries = isHosted ? Math.min(MOST_HOSTED_RETRIES, Number(drawn['maxRetries'])) : Number(drawn['maxRetries']);
  if (maxRetries < drawn['maxRetries']) {
    tell(node.id, 'changed', `${node.name} tries ${maxRetries} times more and not ${drawn['maxRetries']}: Portkey has no more.`);
  }
  const waits = Array.from({ length: Math.min(3, maxRetries) }, (_, n) => durationText(SETTINGS.firstWaitMs * 2 ** n));
  if (waits.length > 0) {
    tell(
      node.id,
      'changed',
      `${node.name} waits exactly ${waits.join(', ')}${maxRetries > 3 ? ' and so on' : ''} before its ${plural(maxRetries, 'retry', 'retries')} of each model, without jitter or cap, so clients that failed together come back together.`,
    );
  }
  if (classes.includes('malformed')) {
    tell(node.id, 'changed', `${node.name} does not retry after malformed answers: Portkey hands a cut-off answer on as a success.`);
  }
  if (classes.includes('blocked-by-guard')) {
    tell(
      node.id,
      'changed',
      `${node.name} does not retry what a guard stopped: at Portkey that would be a retry at once, without any wait.`,
    );
  }
  if (drawn['honoursRetryAfter'] === true) {
    tell(
      node.id,
      'changed',
      isHosted
        ? `${node.name} does not read Retry-After: it is not asked for, since the open-source gateway makes a 500 of a last 429 without a hint with it.`
        : `${node.name} does not read Retry-After: Portkey’s way of reading it makes a 500 of a last 429 without a hint, so it is not asked for.`,
    );
  }
  if (!classes.includes('connection')) {
    tell(node.id, 'changed', `${node.name} retries broken connections too: Portkey does so whatever its list says.`);
  }
  return {
    ...drawn,
    maxRetries,
    retryOn,
    baseMs: SETTINGS.firstWaitMs,
    multiplier: SETTINGS.waitMultiplier,
    capMs: NO_CAP_MS,
    jitter: 'none',
    honoursRetryAfter: false,
  };
}

function timeoutSetting(above: Above, node: PolicyNode, tell: Tell): Setting {
  tell(
    node.id,
    'changed',
    above.retry === undefined
      ? `${node.name} bounds the time until the answer begins: Portkey does not cut off an answer that is slow to end.`
      : `${node.name} bounds each attempt, and only until the answer begins: Portkey has no limit on all attempts together.`,
  );
  return { drawnId: node.id, kind: 'timeout', name: node.name, config: configOf(node) };
}

const dialectOf = (flavour: Flavour): Dialect => ({
  id: flavour.id,
  title: flavour.dialectTitle,
  settings: SETTINGS,
  rewrite: (policy) => rewrite(policy, flavour.dialectTitle, rulesFor(graphView(policy), flavour)),
});

export const portkeyDialect = dialectOf(OPEN_SOURCE);

/**
 * What the documentation of the hosted gateway says beyond the open-source one, which was run: a breaker of the targets of a strategy, a cache, at most five
 * retries. Assumed, since nothing says otherwise: everything else is as at the open-source gateway; a breaker counts a target's reply after its retries.
 */
export const portkeyHostedDialect = dialectOf(HOSTED);
