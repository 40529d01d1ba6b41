import { callOrder, durationText, failuresText, numberText, percentText, plural } from '../../kinds/index.ts';
import type { FailureClass, Policy, PolicyNode } from '../../model/index.ts';
import { type AnyFailureWords, CALL_FAILURES, goingOnAfterAny } from '../any-failure.ts';
import type { Dialect } from '../dialect.ts';
import { configOf, deadlineTreatment, type Rules, rewrite, type Setting, type Tell, type Treatment } from '../rewrite.ts';
import { applicationTreatment, askingPeopleTreatment, noFixedAnswerTreatment } from '../treatments.ts';
import { mapBudget, mapRateLimit } from './map/limits.ts';
import { MOST_RETRIES, mapRetry, nearestWait, type RetryWait } from './map/retry.ts';

/**
 * A dynamic route of Cloudflare AI Gateway, as its documentation of 2026 says; it was not run. A model's fallback output is taken "if model fails after all
 * retries or times out", its success output once it "starts streaming". Assumed, since nothing says otherwise: every failure of a call is retried and leads to
 * the fallback output; the waits between retries are those of the gateway's own setting, without jitter; the last failure is the reply.
 */
const SETTINGS = { mostRetries: MOST_RETRIES } as const;

const WORDS: AnyFailureWords = {
  any: 'to a route every failure of a model is one',
  begun: 'to Cloudflare a model has succeeded when its answer begins',
  last: 'a route keeps no other',
};

/** The waits are one setting of the whole gateway: those of the first retry that a request comes to. */
export function gatewayWait(policy: Policy): RetryWait | null {
  const first = callOrder(policy).find((node) => node.kind === 'retry' && Number(configOf(node)['maxRetries']) > 0);
  return first === undefined ? null : nearestWait(configOf(first) as never);
}

export const waitText = ({ delayMs, backoff }: RetryWait): string =>
  backoff === 'constant' ? `${durationText(delayMs)} each time` : `${durationText(delayMs)}, doubling`;

const rulesFor = (wait: RetryWait | null): Rules => ({
  treat(node, tell): Treatment {
    switch (node.kind) {
      case 'router':
        tellOfRouter(node, tell);
        return { as: 'structure' };
      case 'fallback':
        return { as: 'structure', config: goingOnAfterAny(node, WORDS, tell) };
      case 'budget':
        return budgetTreatment(node, tell);
      case 'rate-limit':
        return rateLimitTreatment(node, tell);
      case 'retry':
        return { as: 'setting', slot: 'retry' };
      case 'timeout':
        return { as: 'setting', slot: 'timeout' };
      case 'input-guard':
      case 'output-guard': {
        const people = askingPeopleTreatment(node, tell);
        if (people !== undefined) return people;
        tell(
          node.id,
          'left-out',
          `${node.name} is left out: a route has no guards. Cloudflare’s Guardrails are a setting of the whole gateway, with its own categories.`,
        );
        return { as: 'left-out' };
      }
      case 'breaker':
        tell(node.id, 'left-out', `${node.name} is left out: a route has no breaker, so every request still tries what is down first.`);
        return { as: 'left-out' };
      case 'cache':
        tell(
          node.id,
          'left-out',
          `${node.name} is left out: caching is a setting of the whole gateway, of word for word the same requests, and not of a route.`,
        );
        return { as: 'left-out' };
      case 'hedge':
        tell(node.id, 'left-out', `${node.name} is left out: a route calls one model at a time.`);
        return { as: 'left-out' };
      case 'template':
        return noFixedAnswerTreatment(node, 'a route', tell);
      case 'deadline':
        return deadlineTreatment(node, 'Cloudflare', tell);
      default: {
        const application = applicationTreatment(node, tell);
        if (application !== undefined) return application;
        tell(node.id, 'left-out', `${node.name} is left out: a route of Cloudflare has nothing like it.`);
        return { as: 'left-out' };
      }
    }
  },

  settingsFor(model, above, tell): readonly Setting[] {
    const longest = configOf(model)['maxOutputTokens'] as number | null;
    if (longest !== null) {
      tell(
        model.id,
        'changed',
        `${model.name} is not told its longest answer: the application must send max_tokens ${numberText(longest)} itself, for all models of the route alike.`,
      );
    }
    const settings: Setting[] = [];
    const { retry, timeout } = above;
    if (retry !== undefined) {
      settings.push({ drawnId: retry.id, kind: 'retry', name: retry.name, config: retryConfig(retry, wait, tell) });
    }
    if (timeout !== undefined) {
      tell(
        timeout.id,
        'changed',
        retry === undefined
          ? `${timeout.name} bounds the time until the answer begins: Cloudflare does not cut off an answer that is slow to end.`
          : `${timeout.name} bounds each attempt, and only until the answer begins: a route has no limit on all attempts together.`,
      );
      settings.push({ drawnId: timeout.id, kind: 'timeout', name: timeout.name, config: configOf(timeout) });
    }
    return settings;
  },
});

function tellOfRouter(node: PolicyNode, tell: Tell): void {
  const conditions = (configOf(node)['routes'] as { readonly condition: string }[]).map(({ condition }) => condition);
  const measured = [
    ...(conditions.includes('complexity') ? ['complexity'] : []),
    ...(conditions.includes('input-tokens') ? ['length'] : []),
  ];
  if (measured.length === 0) return;
  tell(
    node.id,
    'application',
    `${node.name} decides by ${measured.join(' and ')}, which Cloudflare does not measure: the application must send it as metadata.`,
  );
}

function budgetTreatment(node: PolicyNode, tell: Tell): Treatment {
  const config = configOf(node);
  if (config['scope'] === 'request') {
    tell(node.id, 'left-out', `${node.name} is left out: Cloudflare has no budget of a single request.`);
    return { as: 'left-out' };
  }
  const { key, window } = mapBudget(config as never);
  tell(
    node.id,
    'changed',
    `${node.name} adds up what was paid in ${durationText(window * 1_000)} for each ${key}, and holds nothing back for requests on their way, so they can overshoot it.`,
  );
  if (config['alertAt'] < 1) {
    tell(
      node.id,
      'changed',
      `The alert of ${node.name} at ${percentText(config['alertAt'])} is not in the route: draw a second budget above it where something is to happen there.`,
    );
  }
  return { as: 'structure', config: { ...config, alertAt: 1, reserveUsd: 0 } };
}

function rateLimitTreatment(node: PolicyNode, tell: Tell): Treatment {
  const config = configOf(node);
  if (config['requestsPerMin'] === null) {
    tell(node.id, 'left-out', `${node.name} is left out: a route counts requests and money, not tokens.`);
    return { as: 'left-out' };
  }
  const { key, limit, window } = mapRateLimit(config as never);
  const burst = Math.min(10_000_000, limit);
  tell(
    node.id,
    'changed',
    `${node.name} counts ${plural(limit, 'request')} in ${durationText(window * 1_000)} for each ${key}, so ${numberText(limit)} may come at once${config['burst'] === limit ? '' : ` instead of ${numberText(config['burst'])}`}.`,
  );
  if (config['tokensPerMin'] !== null) tell(node.id, 'changed', `${node.name} does not count tokens: a route counts requests and money.`);
  if (config['atLimit'] === 'wait') {
    tell(node.id, 'changed', `${node.name} rejects at once what is over the limit: a route lets no request wait.`);
  }
  return {
    as: 'structure',
    config: {
      ...config,
      requestsPerMin: (limit * 60) / window,
      burst,
      tokensPerMin: null,
      atLimit: config['atLimit'] === 'downgrade' ? 'downgrade' : 'reject',
    },
  };
}

function retryConfig(node: PolicyNode, wait: RetryWait | null, tell: Tell): Record<string, unknown> {
  const drawn = configOf(node);
  const maxRetries = mapRetry(drawn as never);
  if (maxRetries === 0 || wait === null) return drawn;
  tell(
    node.id,
    'changed',
    `${node.name} waits as the whole gateway is set (here ${waitText(wait)}) before its ${plural(maxRetries, 'retry', 'retries')} of each model, without jitter and without reading Retry-After.`,
  );
  if (maxRetries < drawn['maxRetries']) {
    tell(node.id, 'changed', `${node.name} tries ${MOST_RETRIES} times more and not ${drawn['maxRetries']}: Cloudflare has no more.`);
  }
  const classes = drawn['retryOn'] as FailureClass[];
  const gained = CALL_FAILURES.filter((one) => !classes.includes(one));
  if (gained.length > 0) {
    tell(node.id, 'changed', `${node.name} tries again after ${failuresText(gained)} too: a route has a count of retries and no list.`);
  }
  if (classes.includes('malformed')) {
    tell(
      node.id,
      'changed',
      `${node.name} does not retry after malformed answers: to Cloudflare a model has succeeded when its answer begins.`,
    );
  }
  return {
    ...drawn,
    maxRetries,
    retryOn: [...CALL_FAILURES],
    baseMs: wait.delayMs,
    multiplier: wait.backoff === 'constant' ? 1 : 2,
    capMs: 3_600_000,
    jitter: 'none',
    honoursRetryAfter: false,
  };
}

const TITLE = 'Cloudflare AI Gateway';

export const cloudflareDialect: Dialect = {
  id: 'cloudflare',
  title: TITLE,
  settings: SETTINGS,
  rewrite: (policy) => rewrite(policy, TITLE, rulesFor(gatewayWait(policy))),
};
