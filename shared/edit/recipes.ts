import { kinds } from '../kinds/index.ts';
import {
  type ModelPrice,
  type Point,
  type Policy,
  type PolicyEdge,
  type PolicyNode,
  PROVIDER_DEFAULTS,
  type Provider,
} from '../model/index.ts';
import { type Fragment, pasteNodes } from './clipboard.ts';
import type { Command } from './command.ts';
import { canConnect, connect } from './edges.ts';

/** A part of a policy that is put in as a whole: a known answer to a known trouble. */
export interface Recipe {
  /** Stable name, for commands. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what it does for the users. */
  readonly purpose: string;
  readonly keywords: readonly string[];
  /** Id of the node that is called from outside. */
  readonly headId: string;
  readonly nodes: readonly PolicyNode[];
  readonly edges: readonly PolicyEdge[];
}

/** Where a recipe is called from. */
export interface Caller {
  readonly nodeId: string;
  readonly portId: string;
}

const node = (kind: string, id: string, name: string, config: Readonly<Record<string, unknown>> = {}): PolicyNode => {
  const known = kinds.get(kind);
  if (known === undefined) throw new Error(`recipes: there is no kind "${kind}"`);
  return { id, kind, name, config: known.config.schema.parse(config) as PolicyNode['config'] };
};

/** `a:port > b`; the port is `next` where it is left out. */
const wires = (...texts: readonly string[]): PolicyEdge[] =>
  texts.map((text) => {
    const [caller = '', to = ''] = text.split(' > ');
    const [from = '', port = 'next'] = caller.split(':');
    return { from, port, to };
  });

const big = (name = 'Large model') =>
  node('model', 'large', name, { providerId: 'openai', model: 'gpt-4o', tier: 1, requestTimeoutMs: 15_000 });
/** The model of a recipe that is the cheaper of two. */
const SMALL_ID = 'small';
const small = () =>
  node('model', SMALL_ID, 'Smaller model', {
    providerId: 'anthropic',
    model: 'claude-haiku-4-5',
    tier: 2,
    ttftP50Ms: 400,
    ttftP95Ms: 900,
    requestTimeoutMs: 10_000,
  });
const breaker = (id: string, name: string) => node('breaker', id, name);
const sorry = (text: string) => node('template', 'sorry', 'Fixed answer', { text, tier: 3 });
const tier = (id: string, name: string) => ({ id, name });

export const recipes: readonly Recipe[] = [
  {
    id: 'three-tiers',
    title: 'Three-tier fallback with breakers',
    purpose: 'A large model, a smaller one at another provider, and a fixed text that always answers.',
    keywords: ['failover', 'degrade', 'tiers', 'backup', 'outage'],
    headId: 'tiers',
    nodes: [
      node('fallback', 'tiers', 'Three tiers', {
        tiers: [tier('t1', 'Full function'), tier('t2', 'Core function'), tier('t3', 'Basic answer')],
      }),
      breaker('large-breaker', 'Breaker, large model'),
      big(),
      breaker('small-breaker', 'Breaker, smaller model'),
      small(),
      sorry('We cannot answer this just now. Please try again in a few minutes.'),
    ],
    edges: wires(
      'tiers:t1 > large-breaker',
      'large-breaker > large',
      'tiers:t2 > small-breaker',
      'small-breaker > small',
      'tiers:t3 > sorry',
    ),
  },
  {
    id: 'retry-breaker',
    title: 'Retry and breaker around a model',
    purpose: 'A passing error is tried again; a lasting one is no longer called.',
    keywords: ['retries', 'backoff', 'circuit breaker', 'resilience'],
    headId: 'retry',
    nodes: [node('retry', 'retry', 'Retry', { maxRetries: 2 }), breaker('breaker', 'Breaker'), big('Model')],
    edges: wires('retry > breaker', 'breaker > large'),
  },
  {
    id: 'two-guards',
    title: 'Input and output guard',
    purpose: 'Injection is stopped before the model reads it, leaked personal data before the user does.',
    keywords: ['guardrail', 'safety', 'injection', 'pii', 'privacy', 'moderation'],
    headId: 'input',
    nodes: [
      node('input-guard', 'input', 'Injection guard'),
      node('output-guard', 'output', 'Leak guard', { check: 'personal-data-leak', action: 'redact', prevalence: 0.003, latencyMs: 30 }),
      big('Guarded model'),
    ],
    edges: wires('input > output', 'output > large'),
  },
  {
    id: 'hedged-model',
    title: 'Hedged model',
    purpose: 'When the first call is slow, a second one races it and the faster answer counts.',
    keywords: ['latency', 'tail', 'race', 'slow', 'p95'],
    headId: 'hedge',
    nodes: [node('hedge', 'hedge', 'Hedge'), big('First model'), small()],
    edges: wires('hedge:primary > large', 'hedge:hedge > small'),
  },
  {
    id: 'cached-model',
    title: 'Cache in front of a model',
    purpose: 'A question that was answered within the hour is answered again at once, and for nothing.',
    keywords: ['caching', 'cost', 'repeat', 'cheap'],
    headId: 'cache',
    nodes: [node('cache', 'cache', 'Answer cache', { keepsDownToTier: 1 }), big('Model')],
    edges: wires('cache > large'),
  },
  {
    id: 'budget-cheaper',
    title: 'Budget with a cheaper tier',
    purpose: 'When the month’s money is used up, a cheaper model answers instead of none.',
    keywords: ['cost', 'spend', 'limit', 'money', 'downgrade'],
    headId: 'budget',
    nodes: [node('budget', 'budget', 'Monthly budget', { limitUsd: 5_000, atLimit: 'downgrade' }), big(), small()],
    edges: wires('budget:next > large', 'budget:over > small'),
  },
  {
    id: 'guarded-agent',
    title: 'Agent loop with execution guard',
    purpose: 'An agent calls its tool through a guard that counts the calls and what they cost.',
    keywords: ['tools', 'agentic', 'mcp', 'steps', 'function calling'],
    headId: 'agent',
    nodes: [
      node('agent-loop', 'agent', 'Agent', {
        tools: [{ id: 'tool1', name: 'look up', share: 0.8 }],
        maxIterations: 10,
        spendingLimitUsd: 0.25,
      }),
      big('Reasoning model'),
      node('execution-guard', 'execution', 'Execution guard', { maxCallsPerRequest: 10 }),
      node('tool', 'tool', 'Look-up'),
    ],
    edges: wires('agent:model > large', 'agent:tool1 > execution', 'execution > tool'),
  },
];

const price = (name: string, inputUsdPerMTok: number, outputUsdPerMTok: number, contextTokens: number): ModelPrice => ({
  name,
  inputUsdPerMTok,
  outputUsdPerMTok,
  contextTokens,
  abilities: [],
  languages: [],
});

/** Come along where a policy has no provider of its own. List prices of 2025 as the providers publish them. */
const PROVIDERS: readonly Provider[] = [
  { ...PROVIDER_DEFAULTS, id: 'openai', name: 'OpenAI', models: [price('gpt-4o', 2.5, 10, 128_000)] },
  { ...PROVIDER_DEFAULTS, id: 'anthropic', name: 'Anthropic', models: [price('claude-haiku-4-5', 1, 5, 200_000)] },
];

interface KnownModel {
  readonly providerId: string;
  readonly model: string;
  readonly outputUsdPerMTok: number;
}

/**
 * The two models of a recipe among those that a policy has prices for: the dearest as the large one, and as the smaller one the cheapest of another
 * provider, so that names stay true and one outage does not take both. Price stands for size: nothing else of it is in the file.
 */
function twoModels(known: readonly KnownModel[]): readonly [large: KnownModel, small: KnownModel] | null {
  const byPrice = [...known].sort((a, b) => b.outputUsdPerMTok - a.outputUsdPerMTok);
  const [large] = byPrice;
  if (large === undefined) return null;
  const elsewhere = byPrice.findLast(({ providerId }) => providerId !== large.providerId);
  return [large, elsewhere ?? byPrice.at(-1) ?? large];
}

/**
 * The recipe as it is put into this policy: its models become models that the policy already has prices for. A policy without any gets the recipe's own
 * providers.
 */
export function recipeFragment(recipe: Recipe, policy: Policy, positions: Readonly<Record<string, Point>>): Fragment {
  const known = twoModels(
    policy.providers.flatMap(({ id, models }) =>
      models.map(({ name, outputUsdPerMTok }) => ({ providerId: id, model: name, outputUsdPerMTok })),
    ),
  );
  const nodes = recipe.nodes.map((each) => {
    if (known === null || each.kind !== 'model') return each;
    const { providerId, model } = known[each.id === SMALL_ID ? 1 : 0];
    return { ...each, config: { ...each.config, providerId, model } };
  });
  const named = new Set(nodes.map(({ config }) => config['providerId']));
  return {
    nodes,
    edges: recipe.edges,
    promises: [],
    positions,
    notes: [],
    groups: [],
    providers: known === null ? PROVIDERS.filter(({ id }) => named.has(id)) : [],
  };
}

/** Puts the recipe in, with its corner at `at`, called from `caller` where that port may call it. One step of the history. */
export function insertRecipe(
  recipe: Recipe,
  where: { readonly at: Point; readonly positions: Readonly<Record<string, Point>>; readonly caller: Caller | null },
): Command {
  return {
    label: `Insert ${recipe.title.toLowerCase()}`,
    apply(document) {
      const after = pasteNodes(recipeFragment(recipe, document.policy, where.positions), where.at).apply(document);
      const head = after.policy.nodes[document.policy.nodes.length + recipe.nodes.findIndex(({ id }) => id === recipe.headId)];
      if (where.caller === null || head === undefined) return after;
      const edge = { from: where.caller.nodeId, port: where.caller.portId, to: head.id };
      return canConnect(after.policy, edge).ok ? connect(edge).apply(after) : after;
    },
  };
}
