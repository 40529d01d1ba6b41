import type { FailureClass } from '../../../model/index.ts';
import { Drawing } from '../../read/drawing.ts';
import { budgetOf, secondsOf } from '../../read/durations.ts';
import type { ConfigReader, Drawn } from '../../read/imported.ts';
import { isRecord, type Place } from '../../read/place.ts';
import { chain, sharedOut } from '../../read/shapes.ts';
import { lintLitellm } from '../lint.ts';
import { applicationGroups, byName } from './application.ts';
import { breakerConfig, cooldownOf } from './cooldowns.ts';
import { millisecondsOf, Providers, pricesOf } from './deployments.ts';
import { GENERIC, withFallbacks } from './fallbacks.ts';
import { byOrder, type DeploymentAt, type Group, groupsOf, listOf, weightsOf } from './groups.ts';
import { guardrailsOf } from './guardrails.ts';
import { retriesOf } from './retries.ts';

/** Fallbacks that LiteLLM follows for one request. */
const DEFAULT_MOST_FALLBACKS = 5;
export const litellmReader: ConfigReader = {
  id: 'litellm',
  title: 'LiteLLM config.yaml',
  recognises: (value) => isRecord(value) && Object.hasOwn(value, 'model_list'),
  problems(value) {
    const list = isRecord(value) ? value['model_list'] : undefined;
    if (!Array.isArray(list)) return ['model_list is no list, so this config names no model. Nothing was drawn.'];
    if (list.length === 0) return ['model_list is empty, so there is nothing to draw.'];
    if (!list.some((one) => isRecord(one) && (typeof one['model_name'] === 'string' || isRecord(one['litellm_params']))))
      return ['No entry of model_list has a model_name, so there is nothing to draw.'];
    return [];
  },
  draw,
  lint: lintLitellm,
};

function draw(config: Place, name: string): Drawn {
  const drawing = new Drawing();
  const providers = new Providers(drawing);
  const [router, general] = [config.at('router_settings'), config.at('litellm_settings')];
  const groups = groupsOf(config);
  const setting = (key: string): Place => (router.at(key).isThere ? router.at(key) : general.at(key));
  const generic = listOf(setting('fallbacks'));
  for (const place of [general.at('default_fallbacks'), router.at('default_fallbacks')]) {
    if (place.isThere && !generic.has('*')) generic.set('*', place.texts());
  }
  const special = {
    'context-overflow': setting('context_window_fallbacks'),
    'content-policy': setting('content_policy_fallbacks'),
  } as const;
  const lists = Object.entries(special).map(([failure, place]) => ({
    failure: failure as FailureClass,
    place,
    isSet: place.isThere,
    list: listOf(place),
  }));
  const most = setting('max_fallbacks').number() ?? DEFAULT_MOST_FALLBACKS;
  const budgets = providerBudgets();
  const strategy = setting('routing_strategy');
  if (strategy.isThere && strategy.text() !== 'simple-shuffle') {
    strategy.leave(
      `Requests are shared out by weight, as drawn: ${String(strategy.value)} looks at the traffic of the moment, which a router of Gracefall does not.`,
    );
  }
  for (const unnamed of unknownTargets())
    unnamed.place.leave(`${unnamed.name} is no group of model_list, so LiteLLM cannot fall back to it.`);

  const cores = new Map<string, string | undefined>();
  const fallbacks = {
    drawing,
    at: setting('fallbacks').isThere ? setting('fallbacks').path : ['model_list'],
    generic,
    special: lists,
    most,
    has: (name: string) => groups.has(name),
    core,
  };
  const takingOver = new Set(
    [generic, ...lists.map(({ list }) => list)].flatMap((list) =>
      [...list].flatMap(([from, targets]) => targets.filter((one) => one !== from)),
    ),
  );
  const aliases = [router.at('model_group_alias'), general.at('model_group_alias')];
  const called = applicationGroups([...groups.keys()], takingOver, aliases).map((names) => ({
    names,
    id: withFallbacks(names[0]!, fallbacks),
  }));
  const body = byName(drawing, called, (group) => {
    for (const { place } of groups.get(group)?.deployments ?? []) {
      place.leave(`A router takes sixteen routes and one way for the rest, and ${group} is one group more: it is not called.`);
    }
  });
  const cached = cache(body);
  const spent = budget(cached);
  const entry = drawing.node('entry', 'Requests', {}, null, 'requests');
  // A reference to the environment: nothing that a policy would lose.
  config.at('general_settings', 'master_key').text();
  const guards = guardrailsOf(config);
  const guarded = guards.reduceRight((below: string | undefined, guard) => {
    drawing.assume(guard.place.path, `How often ${guard.name} finds something, and how often it errs, is assumed.`);
    return drawing.above(below, guard.kind, guard.name, guard.config, guard.place.path, guard.name);
  }, spent);
  drawing.wire(entry, 'next', guarded);
  // The application calls the one group by its name: it is the policy's id, by which an export names the group again.
  const id = called.length === 1 ? called[0]?.names[0] : undefined;
  return drawing.finish(name, 'Read from a LiteLLM config.', id);

  function unknownTargets(): { name: string; place: Place }[] {
    const places = [setting('fallbacks'), ...lists.map(({ place }) => place)].flatMap((place) =>
      place.items().flatMap((entry) => entry.fields().map(([, targets]) => targets)),
    );
    const all = [...places, general.at('default_fallbacks'), router.at('default_fallbacks')];
    return all.flatMap((targets) =>
      targets
        .items()
        .flatMap((target) =>
          typeof target.value === 'string' && !groups.has(target.value) ? [{ name: target.value, place: target }] : [],
        ),
    );
  }

  /** The group by itself: its retries above what it picks from. */
  function core(name: string): string | undefined {
    if (cores.has(name)) return cores.get(name);
    const group = groups.get(name);
    if (group === undefined) return undefined;
    const ranks = byOrder(group);
    const isShared = group.deployments.length > 1;
    const picks = ranks.map((rank) => {
      const weights = weightsOf(rank);
      const at = rank.length === 1 ? rank[0]!.place.path : ['model_list'];
      const shared = sharedOut(
        drawing,
        at,
        `${name}${ranks.length > 1 ? `, order ${rank[0]!.order}` : ''}`,
        rank.map((one, index) => ({ id: deployment(one), weight: weights[index]! })),
      );
      return retry(group, shared, isShared);
    });
    const id = chain(
      drawing,
      group.deployments[0]!.place.path,
      `${name} by order`,
      picks.map((one) => ({ id: one, name: '', continueOn: GENERIC })),
      'first-failure',
    );
    cores.set(name, id);
    return id;
  }

  function retry(group: Group, below: string | undefined, isShared: boolean): string | undefined {
    const own = group.deployments.map(({ place }) => place.at('litellm_params', 'num_retries')).filter((place) => place.isThere);
    const retries = retriesOf(
      [...own, ...[router, general].map((place) => place.at('num_retries')).filter((place) => place.isThere)],
      [router.at('model_group_retry_policy', group.name), router.at('retry_policy')],
      isShared,
    ) ?? {
      maxRetries: 2,
      retryOn: ['rate-limit', 'timeout', 'connection', 'server-error', ...(isShared ? (['auth'] as const) : [])],
      from: undefined,
    };
    if (retries.from === undefined)
      drawing.assume(group.deployments[0]!.place.path, 'No num_retries: LiteLLM tries again twice, and so it is drawn.');
    if (retries.maxRetries === 0 || retries.retryOn.length === 0) return below;
    const waits = isShared
      ? { baseMs: 0, jitter: 'none', honoursRetryAfter: false }
      : {
          baseMs: 875,
          multiplier: 11 / 7,
          capMs: 8_375,
          jitter: 'proportional',
          jitterShare: 3 / 7,
          honoursRetryAfter: true,
          maxRetryAfterMs: 60_000,
        };
    return drawing.above(
      below,
      'retry',
      `Retry, ${group.name}`,
      { ...waits, maxRetries: retries.maxRetries, retryOn: [...retries.retryOn] },
      retries.from?.path ?? null,
    );
  }

  function deployment({ place, rpm, tpm }: DeploymentAt): string {
    const params = place.at('litellm_params');
    const fixed = params.at('mock_response').text();
    if (fixed !== undefined) return fixedAnswer(place, fixed);
    const { providerId, prefix, model } = providers.of(params);
    const timeout = millisecondsOf(params.at('timeout'), params.at('stream_timeout'), router.at('timeout'), general.at('request_timeout'));
    if (timeout === undefined)
      drawing.assume(place.path, 'No timeout: LiteLLM waits up to 6 000 s for an answer; an hour is drawn, the longest that can be.');
    const output = params.at('max_tokens').number();
    if (rpm !== undefined && rpm > 0) drawing.limit(providerId, { requestsPerMin: rpm });
    if (tpm !== undefined && tpm > 0) drawing.limit(providerId, { tokensPerMin: tpm });
    if (rpm !== undefined || tpm !== undefined)
      drawing.assume(
        place.path,
        `rpm and tpm of ${model} are drawn as limits of its provider, which answers 429 beyond; LiteLLM only shares out by them${setting('enable_pre_call_checks').flag() === true ? ' and passes over deployments that are full' : ''}.`,
      );
    const told = pricesOf(place);
    let id = drawing.model({
      providerId,
      model,
      name: place.at('model_info', 'id').text() ?? model,
      at: place.path,
      price: told,
      config: {
        requestTimeoutMs: timeout ?? 3_600_000,
        ...(output !== undefined && Number.isInteger(output) && output > 0 ? { maxOutputTokens: Math.min(10_000_000, output) } : {}),
      },
    });
    const cooldown = cooldownOf(
      router.at('allowed_fails').isThere || router.at('cooldown_time').isThere || router.at('allowed_fails_policy').isThere
        ? router
        : general,
      place,
    );
    if (cooldown !== undefined) id = drawing.above(id, 'breaker', `Cool-down, ${model}`, breakerConfig(cooldown), cooldown.from.path);
    const own = params.at('max_budget').number();
    if (own !== undefined) id = limited(id, own, params.at('budget_duration'), `Budget, ${model}`, params.at('max_budget'));
    const shared = budgets.get(prefix);
    if (shared !== undefined) id = limited(id, shared.usd / shared.deployments, shared.period, `Budget, ${prefix}`, shared.place);
    return id;
  }

  /** Answered by LiteLLM itself, without a call. */
  function fixedAnswer(place: Place, text: string): string {
    place.at('litellm_params', 'model').text();
    pricesOf(place);
    return drawing.node(
      'template',
      place.at('model_info', 'id').text() ?? 'Fixed answer',
      { text: text.trim().slice(0, 4_000) },
      place.path,
    );
  }

  function providerBudgets(): Map<string, { usd: number; period: Place; deployments: number; place: Place }> {
    const found = new Map<string, { usd: number; period: Place; deployments: number; place: Place }>();
    for (const [provider, place] of setting('provider_budget_config').fields()) {
      const usd = place.at('budget_limit').number() ?? place.at('max_budget').number();
      if (usd === undefined) continue;
      const deployments = config
        .at('model_list')
        .items()
        .filter((one) => String(one.at('litellm_params', 'model').value).startsWith(`${provider}/`)).length;
      if (deployments === 0) place.leave(`No deployment of model_list is of ${provider}, so this budget limits nothing.`);
      else if (deployments > 1)
        place.leave(`The budget of ${provider} is one for its ${deployments} deployments: each is drawn with an equal part of it.`);
      found.set(provider, {
        usd,
        period: place.at('time_period').isThere ? place.at('time_period') : place.at('budget_duration'),
        deployments: Math.max(1, deployments),
        place,
      });
    }
    return found;
  }

  function budget(below: string | undefined): string | undefined {
    const usd = general.at('max_budget').number();
    return usd === undefined ? below : limited(below, usd, general.at('budget_duration'), 'Budget of the proxy', general.at('max_budget'));
  }

  function limited(below: string | undefined, usd: number, period: Place, name: string, at: Place): string {
    const seconds = secondsOf(period.text());
    const { limitUsd, period: counted, isScaled } = budgetOf(usd, seconds);
    if (period.isThere && isScaled)
      period.leave(`A budget of Gracefall counts by the day or by the month: ${String(period.value)} is drawn as that much a ${counted}.`);
    if (!period.isThere) drawing.assume(at.path, `${name} has no time after which it begins anew: a month is drawn.`);
    // LiteLLM looks at what was paid, not at what is on its way.
    return drawing.above(below, 'budget', name, { scope: 'agent', limitUsd, period: counted, reserveUsd: 0, atLimit: 'stop' }, at.path);
  }

  function cache(below: string | undefined): string | undefined {
    if (general.at('cache').flag() !== true) return below;
    const params = general.at('cache_params');
    const type = params.at('type').text() ?? 'local';
    const mode = params.at('mode').text();
    if (mode === 'default_off') {
      params.leave('The cache is off unless a request asks for it, so it is not drawn.');
      return below;
    }
    const seconds = params.at('ttl').number();
    drawing.assume(
      general.at('cache').path,
      `How often a question comes again is assumed${seconds === undefined ? ', and answers are kept for an hour' : ''}.`,
    );
    return drawing.above(
      below,
      'cache',
      'Cache',
      {
        mode: type.includes('semantic') ? 'semantic' : 'exact',
        ...(seconds === undefined || seconds <= 0 ? {} : { ttlMs: Math.min(31_536_000_000, Math.max(1, seconds * 1_000)) }),
      },
      general.at('cache').path,
    );
  }
}
