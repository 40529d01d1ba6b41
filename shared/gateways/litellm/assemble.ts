import { type FallbackConfig, kinds, type ModelConfig, type TemplateConfig } from '../../kinds/index.ts';
import type { FailureClass, Policy, PolicyNode } from '../../model/index.ts';
import type { Calls } from '../calls.ts';
import { type NamedCall, unused } from './calls-by-name.ts';
import { mapBreaker } from './map/breaker.ts';
import { mapGuard } from './map/guard.ts';
import { mapModel, mapTemplate } from './map/model.ts';
import { mapRetry } from './map/retry.ts';
import type { Deployment, LitellmConfig, RetryPolicy } from './schema.ts';

/** Where a call goes on when a group fails: a group's name, by the list of LiteLLM's that leads there; undefined = the call ends. */
interface Next {
  readonly other: string | undefined;
  readonly tooLong: string | undefined;
  readonly refused: string | undefined;
}
const NOWHERE: Next = { other: undefined, tooLong: undefined, refused: undefined };

/** Hops of one request that LiteLLM follows unless told otherwise. */
const DEFAULT_MOST_FALLBACKS = 5;

/** A deployment of a group: where a call of it begins. */
interface Member {
  readonly node: PolicyNode;
  readonly comment: string;
  readonly weight: number | undefined;
}

export interface Assembled {
  readonly config: LitellmConfig;
  /** By JSON pointer. */
  readonly comments: ReadonlyMap<string, string>;
  /** Models that stand in the file more than once, by their drawn id. */
  readonly again: ReadonlySet<string>;
  /** Guards and caches that stand in some of the calls only, by their drawn id. */
  readonly partial: ReadonlyMap<string, PolicyNode>;
}

/** The config of all calls: each is a group that the application names, and the groups that take over from it. */
export function assemble(policy: Policy, calls: Calls, named: readonly NamedCall[]): Assembled {
  const groups = new Map<string, readonly Member[]>();
  const comments = new Map<string, string>();
  const next = new Map<string, Next>();
  const retries: Record<string, RetryPolicy> = {};
  const taken = new Set(named.map(({ name }) => name));
  const drawnIds = new Set(policy.nodes.map(({ id }) => id));
  const made = new Map<string, string>();
  /** Nodes that stand around a whole call, with the calls that they stand around. */
  const around = new Map<string, { readonly node: PolicyNode; readonly calls: Set<string> }>();

  function deployment({ node, weight }: Member, id: string): Omit<Deployment, 'model_name'> {
    let cooldown = {};
    let timeoutMs: number | undefined;
    let at = node;
    while (at.kind !== 'model' && at.kind !== 'template') {
      if (at.kind === 'timeout') timeoutMs = Number(calls.config(at)['timeoutMs']);
      // LiteLLM's own cool-down is not written, only one that is drawn.
      if (at.kind === 'breaker' && drawnIds.has(calls.drawnId(at))) cooldown = mapBreaker(calls.config(at));
      at = calls.at(at, 'next');
    }
    if (at.kind === 'template') return mapTemplate(calls.config(at) as TemplateConfig, id);
    const mapped = mapModel(calls.config(at) as ModelConfig, policy.providers, id, timeoutMs);
    return {
      litellm_params: { ...mapped.litellm_params, ...(weight === undefined ? {} : { weight }) },
      model_info: { ...mapped.model_info, ...cooldown },
    };
  }

  /** Name of the group at which a call of the node begins; `wish` where the application names it. */
  function put(node: PolicyNode, call: NamedCall, after: Next, wish?: string): string {
    switch (node.kind) {
      case 'fallback': {
        if (calls.group(node) !== undefined) break;
        const { tiers } = calls.config(node) as FallbackConfig;
        let follow = after;
        let first = '';
        for (const [at, tier] of [...tiers.entries()].reverse()) {
          const own = at === tiers.length - 1 ? after : follow;
          first = put(calls.at(node, tier.id), call, own, at === 0 ? wish : undefined);
          const before = tiers[at - 1]?.continueOn ?? [];
          const leads = (failure: FailureClass, otherwise: string | undefined): string | undefined =>
            before.includes(failure) ? first : otherwise;
          follow = { other: first, tooLong: leads('context-overflow', after.tooLong), refused: leads('content-policy', after.refused) };
        }
        return first;
      }
      case 'router':
        if (calls.group(node) !== undefined) break;
        return put(calls.at(node, call.ways.get(node.id)!), call, after, wish);
      case 'input-guard':
      case 'output-guard':
      case 'cache':
      case 'budget': {
        const drawn = calls.drawnId(node);
        const known = around.get(drawn) ?? { node, calls: new Set<string>() };
        known.calls.add(call.name);
        around.set(drawn, known);
        return put(calls.at(node, 'next'), call, after, wish);
      }
      case 'timeout':
        // A deadline stays with the application: the gateway is not told of it.
        if (calls.drawnKind(node) === 'deadline') return put(calls.at(node, 'next'), call, after, wish);
        break;
      default:
        break;
    }
    return putGroup(node, call, after, wish);
  }

  function putGroup(node: PolicyNode, call: NamedCall, after: Next, wish: string | undefined): string {
    const key = JSON.stringify([node.id, after]);
    const there = wish === undefined ? made.get(key) : undefined;
    if (there !== undefined) return there;
    const drawnGroup = calls.group(node);
    const wished = drawnGroup?.routerId ?? calls.drawnId(modelOf(node));
    const name = wish ?? unused(wished, taken);
    if (wish === undefined) made.set(key, name);
    const about = wish === undefined ? '' : `${calledText(policy, calls, call)}\n`;
    let retry: RetryPolicy | undefined;
    if (drawnGroup !== undefined) {
      const title = nameOf(policy, drawnGroup.routerId);
      const members = drawnGroup.deployments.map(({ id, weight }, at): Member => {
        const begins = calls.node(id);
        const text = `${title}, one of ${drawnGroup.deployments.length}: ${aroundText(policy, calls, begins)}`;
        return { node: begins, comment: at === 0 ? about + text : text, weight: Number(weight.toFixed(9)) };
      });
      groups.set(name, members);
      retry = mapRetry(drawnGroup.attempts - 1, drawnGroup.retryAfter);
    } else {
      let begins = node;
      if (begins.kind === 'retry') {
        const config = calls.config(begins);
        retry = mapRetry(Number(config['maxRetries']), config['retryOn'] as FailureClass[]);
        begins = calls.at(begins, 'next');
      }
      groups.set(name, [{ node: begins, comment: about + aroundText(policy, calls, node), weight: undefined }]);
    }
    if (retry !== undefined) retries[name] = retry;
    // A fixed answer cannot fail.
    if (modelOf(node).kind !== 'template') next.set(name, after);
    return name;
  }

  function modelOf(node: PolicyNode): PolicyNode {
    const group = calls.group(node);
    let at = group === undefined ? node : calls.node(group.deployments[0]!.id);
    while (at.kind !== 'model' && at.kind !== 'template') at = calls.at(at, 'next');
    return at;
  }

  for (const call of named) put(call.root, call, NOWHERE, call.name);

  // A call, then what takes over from it, in that order.
  const order: string[] = [];
  const visit = (name: string | undefined): void => {
    if (name === undefined || order.includes(name)) return;
    order.push(name);
    const own = next.get(name) ?? NOWHERE;
    for (const one of [own.other, own.tooLong, own.refused]) visit(one);
  };
  for (const { name } of named) visit(name);
  const ids = new Set<string>();
  const list: Deployment[] = [];
  const again = new Set<string>();
  for (const name of order) {
    for (const member of groups.get(name)!) {
      comments.set(`/model_list/${list.length}`, member.comment);
      const model = modelOf(member.node);
      const id = unused(calls.drawnId(model), ids);
      if (id !== calls.drawnId(model) && model.kind === 'model') again.add(calls.drawnId(model));
      list.push({ model_name: name, ...deployment(member, id) });
    }
  }
  const entries = order.flatMap((name) => (next.has(name) ? [[name, next.get(name)!] as const] : []));
  const listOf = (key: keyof Next): Record<string, string[]>[] =>
    entries.flatMap(([name, own]) => (own[key] === undefined ? [] : [{ [name]: [own[key]] }]));
  const fallbacks = listOf('other');
  // Without a list of their own these failures go the way of the others; with one, a group that it does not name ends the call. An empty list counts as none, so
  // the first group is led to itself then: LiteLLM passes over the group that has just failed.
  const special = (key: 'tooLong' | 'refused'): Record<string, string[]>[] | undefined => {
    const [first] = entries.filter(([, own]) => own[key] !== own.other);
    if (first === undefined) return undefined;
    const lists = listOf(key);
    return lists.length > 0 ? lists : [{ [first[0]]: [first[0]] }];
  };
  const [tooLong, refused] = [special('tooLong'), special('refused')];
  const hops = Math.max(0, ...named.map(({ name }) => longest(name, next)));
  const retried = Object.fromEntries(order.flatMap((name) => (retries[name] === undefined ? [] : [[name, retries[name]]])));
  const isForAll = (drawnId: string): boolean => around.get(drawnId)!.calls.size === named.length;
  const guards = [...around].filter(([, { node }]) => node.kind === 'input-guard' || node.kind === 'output-guard');
  const cache = [...around].find(([, { node }]) => node.kind === 'cache');
  const budget = [...around].find(([, { node }]) => node.kind === 'budget');
  for (const [at, [drawnId]] of guards.entries()) comments.set(`/guardrails/${at}`, nameOf(policy, drawnId));
  if (cache !== undefined) comments.set('/litellm_settings/cache', nameOf(policy, cache[0]));
  if (budget !== undefined) comments.set('/litellm_settings/max_budget', nameOf(policy, budget[0]));

  return {
    config: {
      model_list: list,
      router_settings: {
        routing_strategy: 'simple-shuffle',
        num_retries: 0,
        ...(hops > DEFAULT_MOST_FALLBACKS ? { max_fallbacks: hops } : {}),
        ...(fallbacks.length > 0 ? { fallbacks } : {}),
        ...(tooLong === undefined ? {} : { context_window_fallbacks: tooLong }),
        ...(refused === undefined ? {} : { content_policy_fallbacks: refused }),
        ...(Object.keys(retried).length > 0 ? { model_group_retry_policy: retried } : {}),
      },
      ...(cache === undefined && budget === undefined
        ? {}
        : {
            litellm_settings: {
              ...(cache === undefined ? {} : cacheSettings(calls.config(cache[1].node), isForAll(cache[0]))),
              ...(budget === undefined ? {} : budgetSettings(calls.config(budget[1].node))),
            },
          }),
      ...(guards.length === 0 ? {} : { guardrails: guards.map(([drawnId, { node }]) => mapGuard(drawnId, node.kind, isForAll(drawnId))) }),
      general_settings: { master_key: 'os.environ/LITELLM_MASTER_KEY' },
    },
    comments,
    again,
    partial: new Map([...around].filter(([drawnId]) => !isForAll(drawnId)).map(([drawnId, { node }]) => [drawnId, node])),
  };
}

const cacheSettings = (config: Record<string, any>, isForAll: boolean) => ({
  cache: true as const,
  cache_params: {
    type: 'local' as const,
    ttl: Number(config['ttlMs']) / 1000,
    ...(isForAll ? {} : { mode: 'default_off' as const }),
  },
});

const budgetSettings = (config: Record<string, any>) => ({
  max_budget: Number(config['limitUsd']),
  budget_duration: config['period'] === 'day' ? ('1d' as const) : ('30d' as const),
});

function longest(name: string, next: ReadonlyMap<string, Next>): number {
  const own = next.get(name);
  const targets = own === undefined ? [] : [...new Set([own.other, own.tooLong, own.refused])].filter((one) => one !== undefined);
  return targets.length === 0 ? 0 : 1 + Math.max(...targets.map((one) => longest(one, next)));
}

const nameOf = (policy: Policy, drawnId: string): string => policy.nodes.find(({ id }) => id === drawnId)?.name ?? drawnId;

/** "Called by the application as support: at Router, way usual." */
function calledText(policy: Policy, calls: Calls, { name, ways }: NamedCall): string {
  const way = [...ways].map(([routerId, port]) => {
    const router = calls.node(routerId);
    const label = kinds
      .get(router.kind)!
      .face.ports(calls.config(router))
      .find((one: { readonly id: string }) => one.id === port)?.label;
    return `${nameOf(policy, calls.drawnId(router))} → ${label ?? port}`;
  });
  return `The application calls this as model ${name}${way.length === 0 ? '' : `, when it decides ${way.join(', ')}`}.`;
}

/** The drawn nodes that one deployment takes in, outermost first. */
function aroundText(policy: Policy, calls: Calls, node: PolicyNode): string {
  const names: string[] = [];
  let at = node;
  for (;;) {
    const drawn = policy.nodes.find(({ id }) => id === calls.drawnId(at));
    if (drawn !== undefined) names.push(drawn.name);
    if (at.kind === 'model' || at.kind === 'template') return names.join(' › ');
    at = calls.at(at, 'next');
  }
}
