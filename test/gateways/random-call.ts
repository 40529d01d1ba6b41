import * as fc from 'fast-check';
import { kinds } from '../../shared/kinds/index.ts';
import { type FailureClass, MODEL_PRICE_DEFAULTS, type Policy, PROVIDER_DEFAULTS } from '../../shared/model/index.ts';
import type { Fault } from './upstream.ts';

/** A drawn policy with what befalls each of its models and guards, and the metadata of the one request that is sent. */
export interface RandomCall {
  readonly policy: Policy;
  readonly faults: ReadonlyMap<string, Fault>;
  readonly denying: ReadonlySet<string>;
  readonly plan: string;
}

type Tree =
  | { readonly kind: 'model'; readonly fault: Fault | null }
  | { readonly kind: 'fallback'; readonly tiers: readonly { readonly continueOn: readonly FailureClass[]; readonly below: Tree }[] }
  | { readonly kind: 'router'; readonly value: string; readonly chosen: Tree; readonly otherwise: Tree }
  | { readonly kind: 'retry'; readonly config: Record<string, unknown>; readonly below: Tree }
  | { readonly kind: 'timeout'; readonly timeoutMs: number; readonly below: Tree }
  | { readonly kind: 'input-guard' | 'output-guard'; readonly action: string; readonly denies: boolean; readonly below: Tree };

const FAILURES = [
  'rate-limit',
  'timeout',
  'connection',
  'server-error',
  'auth',
  'invalid-request',
  'context-overflow',
  'content-policy',
] as const;
const PLANS = ['free', 'paid'] as const;

const failures = fc.subarray<FailureClass>([...FAILURES, 'blocked-by-guard']);

const fault: fc.Arbitrary<Fault> = fc.record({
  failure: fc.constantFrom<FailureClass>(...FAILURES),
  calls: fc.constantFrom(1, 2, Number.POSITIVE_INFINITY),
  retryAfterMs: fc.constantFrom(0, 500, 3_000),
});

const treeOf = (guards: boolean): fc.Arbitrary<Tree> =>
  fc.letrec<{ tree: Tree; model: Tree }>((tie) => ({
    model: fc.record({ kind: fc.constant('model' as const), fault: fc.option<Fault>(fault, { freq: 4 }) }),
    tree: fc.oneof(
      { depthSize: 'small', maxDepth: 4, withCrossShrink: true },
      tie('model'),
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constant('fallback' as const),
          tiers: fc.array(fc.record({ continueOn: failures, below: tie('tree') }), { minLength: 1, maxLength: 3 }),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('retry' as const),
          config: fc.record({ maxRetries: fc.integer({ min: 0, max: 2 }), retryOn: failures, honoursRetryAfter: fc.boolean() }),
          below: tie('tree'),
        }),
      },
      fc.record({ kind: fc.constant('router' as const), value: fc.constantFrom(...PLANS), chosen: tie('tree'), otherwise: tie('tree') }),
      fc.record({ kind: fc.constant('timeout' as const), timeoutMs: fc.constantFrom(1_200, 1_600), below: tie('tree') }),
      ...(guards
        ? [
            fc.record({
              kind: fc.constantFrom('input-guard' as const, 'output-guard' as const),
              action: fc.constantFrom('block', 'fall-back', 'flag', 'redact'),
              denies: fc.boolean(),
              below: tie('tree'),
            }),
          ]
        : []),
    ),
  })).tree;

/** Never more than so many models: real waits are real. */
const MOST_MODELS = 5;

const callOf = (guards: boolean): fc.Arbitrary<RandomCall> =>
  fc
    .record({ tree: treeOf(guards), plan: fc.constantFrom(...PLANS) })
    .filter((one) => modelsIn(one.tree) <= MOST_MODELS)
    .map((one) => drawn(one.tree, one.plan));

export const randomCall = callOf(true);
export const randomCallWithoutGuards = callOf(false);

function modelsIn(tree: Tree): number {
  switch (tree.kind) {
    case 'model':
      return 1;
    case 'fallback':
      return tree.tiers.reduce((sum, { below }) => sum + modelsIn(below), 0);
    case 'router':
      return modelsIn(tree.chosen) + modelsIn(tree.otherwise);
    default:
      return modelsIn(tree.below);
  }
}

function drawn(root: Tree, plan: string): RandomCall {
  const nodes: Policy['nodes'] = [];
  const edges: Policy['edges'] = [];
  const faults = new Map<string, Fault>();
  const denying = new Set<string>();
  const models: string[] = [];

  const add = (kind: string, config: Record<string, unknown>): string => {
    const id = `${kind}-${nodes.length}`;
    nodes.push({ id, kind, name: id, config: kinds.get(kind)!.config.schema.parse(config) as Record<string, unknown> });
    return id;
  };
  const put = (tree: Tree): string => {
    switch (tree.kind) {
      case 'model': {
        const model = `m${models.length}`;
        models.push(model);
        if (tree.fault !== null) faults.set(model, tree.fault.failure === 'rate-limit' ? tree.fault : { ...tree.fault, retryAfterMs: 0 });
        return add('model', {
          providerId: 'mock',
          model,
          latencyShape: 'constant',
          ttftP50Ms: 0,
          outputTokensPerS: 0,
          failureAfterMs: 0,
          requestTimeoutMs: 1_400,
        });
      }
      case 'fallback': {
        const tiers = tree.tiers.map(({ continueOn }, at) => ({ id: `t${at + 1}`, name: '', continueOn }));
        const id = add('fallback', { tiers });
        for (const [at, { below }] of tree.tiers.entries()) edges.push({ from: id, port: `t${at + 1}`, to: put(below) });
        return id;
      }
      case 'router': {
        const id = add('router', { routes: [{ id: 'r1', condition: 'metadata', key: 'plan', values: tree.value }] });
        edges.push({ from: id, port: 'r1', to: put(tree.chosen) }, { from: id, port: 'otherwise', to: put(tree.otherwise) });
        return id;
      }
      case 'retry':
        return over(add('retry', { ...tree.config, jitter: 'none' }), tree.below);
      case 'timeout':
        return over(add('timeout', { timeoutMs: tree.timeoutMs }), tree.below);
      default: {
        const rates = tree.denies ? { prevalence: 1, detectionRate: 1 } : { prevalence: 0, falsePositiveRate: 0 };
        const id = add(tree.kind, { ...rates, action: tree.action, latencyMs: 0 });
        if (tree.denies) denying.add(id);
        return over(id, tree.below);
      }
    }
  };
  const over = (id: string, below: Tree): string => {
    edges.push({ from: id, port: 'next', to: put(below) });
    return id;
  };

  const entry = add('entry', {});
  edges.push({ from: entry, port: 'next', to: put(root) });
  const policy: Policy = {
    id: 'random',
    name: 'Random',
    description: '',
    providers: [
      {
        ...PROVIDER_DEFAULTS,
        id: 'mock',
        name: 'Mock',
        models: models.map((name) => ({ ...MODEL_PRICE_DEFAULTS, name, inputUsdPerMTok: 1, outputUsdPerMTok: 1, contextTokens: 100_000 })),
      },
    ],
    nodes,
    edges,
    silenced: [],
    promises: [],
  };
  return { policy, faults, denying, plan };
}
