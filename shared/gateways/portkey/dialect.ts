import { ancestors, durationText, failuresText, type GraphView, graphView, plural, reachable } from '../../kinds/index.ts';
import type { FailureClass, PolicyNode } from '../../model/index.ts';
import type { Dialect } from '../dialect.ts';
import { type Above, configOf, deadlineTreatment, type Rules, rewrite, type Setting, type Tell, type Treatment } from '../rewrite.ts';
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

const isGuard = ({ kind }: PolicyNode): boolean => kind === 'input-guard' || kind === 'output-guard';

const rulesFor = (graph: GraphView): Rules => ({
  treat(node, tell): Treatment {
    switch (node.kind) {
      case 'router':
        tellOfRouter(node, tell);
        return { as: 'structure' };
      case 'fallback':
        return { as: 'structure', config: fallbackConfig(node, guardsAround(graph, node), tell) };
      case 'input-guard':
        if (asksPeople(node, tell)) return { as: 'application' };
        tell(node.id, 'changed', `${node.name} sees the last message only, and is asked again for each model that is tried.`);
        return { as: 'structure', config: guardConfig(node) };
      case 'output-guard':
        if (asksPeople(node, tell)) return { as: 'application' };
        tell(
          node.id,
          'changed',
          `${node.name} checks the answers of each model below it on their own, and whole ones only: a streamed answer is not held back.`,
        );
        return { as: 'check-of-models', config: guardConfig(node) };
      case 'retry':
        return { as: 'setting', slot: 'retry' };
      case 'timeout':
        return { as: 'setting', slot: 'timeout' };
      case 'breaker':
        tell(
          node.id,
          'left-out',
          `${node.name} is left out: Portkey OSS takes the setting and does nothing with it, so every request still tries what is down.`,
        );
        return { as: 'left-out' };
      case 'budget':
        tell(node.id, 'left-out', `${node.name} is left out: Portkey OSS counts no money, so nothing stops or reroutes at the limit.`);
        return { as: 'left-out' };
      case 'cache':
        tell(
          node.id,
          'left-out',
          `${node.name} is left out: the npm build of Portkey has its cache switched off, so every request is sent.`,
        );
        return { as: 'left-out' };
      case 'template':
        tell(
          node.id,
          'left-out',
          `${node.name} is left out: Portkey OSS gives no fixed answers, so a tier of it is gone and the failure before it reaches the application. Anywhere else the application must answer by itself.`,
        );
        return { as: 'no-tier' };
      case 'deadline':
        return deadlineTreatment(node, 'Portkey', tell);
      case 'agent-loop':
      case 'tool':
      case 'execution-guard':
      case 'review':
      case 'evaluator':
        tell(node.id, 'application', `${node.name} stays with the application: a gateway sees only the single calls.`);
        return { as: 'application' };
      default:
        tell(node.id, 'left-out', `${node.name} is left out: Portkey OSS has nothing like it.`);
        return { as: 'left-out' };
    }
  },

  settingsFor(_model, above, tell): readonly Setting[] {
    const settings: Setting[] = (above.checks ?? []).map(({ id, kind, name, config }) => ({ drawnId: id, kind, name, config }));
    if (above.retry !== undefined) {
      settings.push({ drawnId: above.retry.id, kind: 'retry', name: above.retry.name, config: retryConfig(above.retry, tell) });
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

function asksPeople(node: PolicyNode, tell: Tell): boolean {
  if (configOf(node)['action'] !== 'review') return false;
  tell(node.id, 'application', `${node.name} stays with the application: a gateway cannot hand what it finds to people and wait for them.`);
  return true;
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
function fallbackConfig(node: PolicyNode, guards: GuardsAround, tell: Tell): Record<string, unknown> {
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
  return { ...config, tiers, onExhausted: 'last-failure' };
}

/** A connection that breaks is retried whatever the list of statuses says, so it puts no status on the list. */
function retryConfig(node: PolicyNode, tell: Tell): Record<string, unknown> {
  const drawn = configOf(node);
  const classes = drawn['retryOn'] as FailureClass[];
  const listed = classesSeenAs(classes.filter((one) => one !== 'connection' && one !== 'blocked-by-guard'));
  const retryOn: FailureClass[] = listed.includes('connection') ? listed : ['connection', ...listed];
  const waits = Array.from({ length: Math.min(3, Number(drawn['maxRetries'])) }, (_, n) => durationText(SETTINGS.firstWaitMs * 2 ** n));
  if (waits.length > 0) {
    tell(
      node.id,
      'changed',
      `${node.name} waits exactly ${waits.join(', ')}${Number(drawn['maxRetries']) > 3 ? ' and so on' : ''} before its ${plural(Number(drawn['maxRetries']), 'retry', 'retries')} of each model, without jitter or cap, so clients that failed together come back together.`,
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
      `${node.name} does not read Retry-After: Portkey’s way of reading it makes a 500 of a last 429 without a hint, so it is not asked for.`,
    );
  }
  if (!classes.includes('connection')) {
    tell(node.id, 'changed', `${node.name} retries broken connections too: Portkey does so whatever its list says.`);
  }
  return {
    ...drawn,
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

const TITLE = 'Portkey OSS 1.15.2';

export const portkeyDialect: Dialect = {
  id: 'portkey',
  title: TITLE,
  settings: SETTINGS,
  rewrite: (policy) => rewrite(policy, TITLE, rulesFor(graphView(policy))),
};
