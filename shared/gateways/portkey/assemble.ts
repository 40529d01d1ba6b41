import { kinds } from '../../kinds/index.ts';
import type { FailureClass, PolicyNode } from '../../model/index.ts';
import type { Calls } from '../calls.ts';
import type { Flavour } from './flavour.ts';
import { mapBreaker } from './map/breaker.ts';
import { mapCache } from './map/cache.ts';
import { mapFallback } from './map/fallback.ts';
import { hooksSaidOnce, mapGuard, withHook } from './map/guard.ts';
import { mapModel } from './map/model.ts';
import { mapRetry } from './map/retry.ts';
import { mapRouter } from './map/router.ts';
import type { Leaf, Target } from './schema.ts';

/** The config of one call of the gateway: what stands at and below `root` in the policy as the dialect has rewritten it. */
export function assemble(calls: Calls, root: PolicyNode, flavour: Flavour): Target {
  const at = (node: PolicyNode): Target => {
    const config = calls.config(node);
    switch (node.kind) {
      case 'model':
        return mapModel(config as never, flavour);
      case 'retry': {
        const retry = mapRetry(config as { retryOn: FailureClass[] });
        const leaf = leafAt(node);
        return retry === undefined ? leaf : { ...leaf, retry };
      }
      case 'breaker':
        return { ...leafAt(node), cb_config: mapBreaker(config) };
      case 'cache': {
        // The nearest one counts.
        const target = at(calls.at(node, 'next'));
        return target.cache === undefined ? { ...target, cache: mapCache(config) } : target;
      }
      case 'timeout': {
        // A deadline stays with the application: the gateway is not told of it.
        if (calls.drawnKind(node) === 'deadline') return at(calls.at(node, 'next'));
        const leaf = leafAt(node);
        return { ...leaf, request_timeout: Math.min(leaf.request_timeout, Math.ceil(Number(config['timeoutMs']))) };
      }
      case 'fallback':
        return mapFallback(
          config as never,
          (config['tiers'] as { readonly id: string }[]).map(({ id }) => at(calls.at(node, id))),
        );
      case 'router':
        return mapRouter(config as never, (port) => at(calls.at(node, port)));
      case 'input-guard':
        return withHook(at(calls.at(node, 'next')), 'before_request_hooks', mapGuard(calls.drawnId(node), config));
      case 'output-guard':
        return withHook(at(calls.at(node, 'next')), 'after_request_hooks', mapGuard(calls.drawnId(node), config));
      default:
        throw new Error(
          `the dialect left a node of the kind ${node.kind} (${kinds.get(node.kind)?.face.title}) to the gateway: ${node.id}`,
        );
    }
  };
  /** The dialect sets retries and time limits upon models only. */
  const leafAt = (node: PolicyNode): Leaf => {
    const target = at(calls.at(node, 'next'));
    if ('targets' in target) throw new Error(`${node.id} does not stand above one model`);
    return target;
  };
  return breakersLifted(hooksSaidOnce(at(root)));
}

/** The dialect has given all models of one strategy the same breaker. */
function breakersLifted(target: Target): Target {
  if (!('targets' in target)) return target;
  const own = target.targets.flatMap((one) => ('targets' in one || one.cb_config === undefined ? [] : [one.cb_config]))[0];
  const targets = target.targets.map((one): Target => {
    if ('targets' in one) return breakersLifted(one);
    const { cb_config: _, ...rest } = one;
    return rest as Leaf;
  });
  if (own === undefined) return { ...target, targets };
  if (target.strategy.mode === 'conditional') throw new Error('a choice by condition has no breaker');
  return { ...target, strategy: { ...target.strategy, cb_config: own }, targets };
}
