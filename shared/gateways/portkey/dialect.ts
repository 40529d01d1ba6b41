import { durationText, failuresText, plural } from '../../kinds/index.ts';
import { FAILURE_CLASSES, type FailureClass, failureInfo, type PolicyNode } from '../../model/index.ts';
import type { Dialect } from '../dialect.ts';
import { type Above, configOf, deadlineTreatment, type Rules, rewrite, type Setting, type Tell, type Treatment } from '../rewrite.ts';

/**
 * Portkey's open-source gateway, npm `@portkey-ai/gateway` 1.15.2, as measured by running it: waits of exactly 1, 2, 4 s; Retry-After read on 429 only (with
 * the `async-retry` patch that its own images carry; the plain npm install ignores the header); fallback by status, last failure returned; no breaker, budget or cache.
 */
const SETTINGS = {
  firstWaitMs: 1_000,
  waitMultiplier: 2,
  /** A hint beyond it ends the retrying. The gateway sums its waits up to it; here each hint is held against it. */
  longestRetryAfterMs: 60_000,
} as const;

/** Waits double without a cap; this is the longest that a retry can be drawn with. */
const NO_CAP_MS = 3_600_000;

/** Statuses are all it sees: classes with one status cannot be told apart, and an answer that is cut short has the status of a good one. */
function byStatus(classes: readonly FailureClass[], also: readonly FailureClass[] = []): FailureClass[] {
  const statuses = new Set([...classes, ...also].filter((one) => one !== 'malformed').map((one) => failureInfo(one).httpStatus));
  return FAILURE_CLASSES.filter((one) => one !== 'malformed' && one !== 'cancelled' && statuses.has(failureInfo(one).httpStatus));
}

const rules: Rules = {
  treat(node, tell): Treatment {
    switch (node.kind) {
      case 'router':
        tellOfRouter(node, tell);
        return { as: 'structure' };
      case 'fallback':
        return { as: 'structure', config: fallbackConfig(node, tell) };
      case 'input-guard':
      case 'output-guard':
        return { as: 'structure' };
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
          `${node.name} is left out: Portkey OSS gives no fixed answers, so a tier of it is gone and the failure before it reaches the application. On a router’s way the application must answer by itself.`,
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
    const settings: Setting[] = [];
    if (above.retry !== undefined) {
      settings.push({ drawnId: above.retry.id, kind: 'retry', name: above.retry.name, config: retryConfig(above.retry, tell) });
    }
    if (above.timeout !== undefined) settings.push(timeoutSetting(above, above.timeout, tell));
    return settings;
  },
};

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

function fallbackConfig(node: PolicyNode, tell: Tell): Record<string, unknown> {
  const config = configOf(node);
  const drawn = config['tiers'] as { readonly continueOn: readonly FailureClass[] }[];
  const tiers = drawn.map((tier) => ({ ...tier, continueOn: byStatus(tier.continueOn) }));
  const lost = new Set(drawn.slice(0, -1).flatMap((tier, at) => tier.continueOn.filter((one) => !tiers[at]!.continueOn.includes(one))));
  if (lost.size > 0) {
    tell(
      node.id,
      'changed',
      `${node.name} does not go on after ${failuresText([...lost])}: Portkey hands a cut-off answer on as a success.`,
    );
  }
  if (config['onExhausted'] === 'first-failure') {
    tell(node.id, 'changed', `${node.name} replies with the last failure when all tiers have failed: Portkey keeps no other.`);
  }
  return { ...config, tiers, onExhausted: 'last-failure' };
}

function retryConfig(node: PolicyNode, tell: Tell): Record<string, unknown> {
  const drawn = configOf(node);
  const retryOn = byStatus(drawn['retryOn'] as FailureClass[], ['connection']);
  const waits = Array.from({ length: Math.min(3, Number(drawn['maxRetries'])) }, (_, n) => durationText(SETTINGS.firstWaitMs * 2 ** n));
  tell(
    node.id,
    'changed',
    `${node.name} waits exactly ${waits.join(', ')}${Number(drawn['maxRetries']) > 3 ? ' and so on' : ''} before its ${plural(Number(drawn['maxRetries']), 'retry', 'retries')} of each model, without jitter or cap, so clients that failed together come back together.`,
  );
  const lost = (drawn['retryOn'] as FailureClass[]).filter((one) => !retryOn.includes(one) && one !== 'cancelled');
  if (lost.length > 0) {
    tell(node.id, 'changed', `${node.name} does not retry after ${failuresText(lost)}: Portkey hands a cut-off answer on as a success.`);
  }
  return {
    ...drawn,
    retryOn,
    baseMs: SETTINGS.firstWaitMs,
    multiplier: SETTINGS.waitMultiplier,
    capMs: NO_CAP_MS,
    jitter: 'none',
    maxRetryAfterMs: SETTINGS.longestRetryAfterMs,
  };
}

function timeoutSetting(above: Above, node: PolicyNode, tell: Tell): Setting {
  if (above.retry !== undefined) {
    tell(
      node.id,
      'changed',
      `${node.name} bounds each attempt, and only until the answer begins: Portkey has no limit on all attempts together.`,
    );
  }
  return { drawnId: node.id, kind: 'timeout', name: node.name, config: configOf(node) };
}

const TITLE = 'Portkey OSS 1.15.2';

export const portkeyDialect: Dialect = {
  id: 'portkey',
  title: TITLE,
  settings: SETTINGS,
  rewrite: (policy) => rewrite(policy, TITLE, rules),
};
