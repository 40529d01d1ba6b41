import type { RouterConfig } from '../../kinds/index.ts';
import type { FailureClass, PolicyNode } from '../../model/index.ts';
import type { Calls } from '../calls.ts';
import { metadataQuery } from '../metadata-query.ts';
import { mapBudget, mapRateLimit } from './map/limits.ts';
import { mapModel } from './map/model.ts';
import { mapRetry } from './map/retry.ts';
import { sharesFrom } from './map/router.ts';
import type { Element, Route } from './schema.ts';

/** Where a request goes on after a failure. Two with one key are the same place. */
interface Onward {
  readonly key: number;
  at(): string;
}

/** What stands around a call. A used-up budget has a way of its own: tiers need not lead on from it. */
interface Around {
  readonly failed: Onward;
  readonly over: Onward;
  readonly retries: number;
  readonly timeoutMs: number;
}

const END: Onward = { key: 0, at: () => 'end' };

/**
 * The route of one call of the gateway: what stands at and below `root` in the policy as the dialect has rewritten it. A policy calls and gets a reply; a
 * route goes on. So each element is written for each place to which its failure leads, and a fallback is nothing but where its tiers lead.
 */
export function assemble(calls: Calls, root: PolicyNode, name: string): Route {
  const elements: Element[] = [];
  const usedIds = new Set(['start', 'end']);
  const made = new Map<string, string>();
  const onwards = new Map<string, Onward>();

  function write(key: string, wish: string, element: (id: string) => Element): string {
    const there = made.get(key);
    if (there !== undefined) return there;
    let id = wish;
    for (let copy = 2; usedIds.has(id); copy++) id = `${wish}-${copy}`;
    usedIds.add(id);
    made.set(key, id);
    // Its place in the file is before what it leads to.
    const position = elements.push({ id: 'end', type: 'end', outputs: {} }) - 1;
    elements[position] = element(id);
    return id;
  }

  function onward(key: string, at: () => string): Onward {
    const there = onwards.get(key) ?? { key: onwards.size + 1, at };
    onwards.set(key, there);
    return there;
  }

  function put(node: PolicyNode, around: Around): string {
    const config = calls.config(node);
    const place = `${node.id} ${around.failed.key} ${around.over.key}`;
    const next = (port: string, inside: Around = around): string => put(calls.at(node, port), inside);
    switch (node.kind) {
      case 'model': {
        const properties = { ...mapModel(config as never, around.timeoutMs), retries: around.retries };
        return write(`${place} ${JSON.stringify(properties)}`, node.id, (id) => ({
          id,
          type: 'model',
          properties,
          outputs: { success: { elementId: 'end' }, fallback: { elementId: around.failed.at() } },
        }));
      }
      case 'retry':
        return next('next', { ...around, retries: mapRetry(config as never) });
      case 'timeout':
        // A deadline stays with the application: the gateway is not told of it.
        if (calls.drawnKind(node) === 'deadline') return next('next');
        return next('next', { ...around, timeoutMs: Math.min(around.timeoutMs, Number(config['timeoutMs'])) });
      case 'budget':
      case 'rate-limit': {
        const properties = node.kind === 'budget' ? mapBudget(config as never) : mapRateLimit(config as never);
        return write(place, node.id, (id) => ({
          id,
          type: 'rate',
          properties,
          outputs: {
            success: { elementId: next('next') },
            fallback: {
              elementId: config['atLimit'] === 'downgrade' ? next('over') : (node.kind === 'budget' ? around.over : around.failed).at(),
            },
          },
        }));
      }
      case 'fallback': {
        const tiers = config['tiers'] as readonly { readonly id: string; readonly continueOn: readonly FailureClass[] }[];
        const tierAt = (at: number): Onward => {
          const tier = tiers[at];
          if (tier === undefined) return around.failed;
          return onward(`${place} ${at}`, () => {
            const failed = tierAt(at + 1);
            const leadsOn = at + 1 < tiers.length && tier.continueOn.includes('over-budget');
            return next(tier.id, { ...around, failed, over: leadsOn ? failed : around.over });
          });
        };
        return tierAt(0).at();
      }
      case 'router':
        return putRoutes(node, config as RouterConfig, 0, around);
      default:
        throw new Error(`the dialect left a node of the kind ${node.kind} to the gateway: ${node.id}`);
    }
  }

  /** Routes are tried in their order: runs of shares in one element, each condition in one of its own. */
  function putRoutes(node: PolicyNode, config: RouterConfig, first: number, around: Around): string {
    const route = config.routes[first];
    if (route === undefined) return put(calls.at(node, 'otherwise'), around);
    const key = `${node.id} ${around.failed.key} ${around.over.key} ${first}`;
    const wish = first === 0 ? node.id : `${node.id}-${route.id}`;
    const way = (port: string): { elementId: string } => ({ elementId: put(calls.at(node, port), around) });
    if (route.condition !== 'percentage') {
      return write(key, wish, (id) => ({
        id,
        type: 'conditional',
        properties: { conditions: metadataQuery(route) },
        outputs: { true: way(route.id), false: { elementId: putRoutes(node, config, first + 1, around) } },
      }));
    }
    const { ways, rest } = sharesFrom(config, first);
    if (ways.length === 0) return putRoutes(node, config, rest ?? first + 1, around);
    return write(key, wish, (id) => ({
      id,
      type: 'percentage',
      outputs: {
        ...Object.fromEntries(ways.map(({ share, port }) => [share, way(port)])),
        ...(rest === null ? {} : { else: { elementId: putRoutes(node, config, rest, around) } }),
      },
    }));
  }

  const first = put(root, { failed: END, over: END, retries: 0, timeoutMs: Number.POSITIVE_INFINITY });
  return {
    name,
    elements: [
      { id: 'start', type: 'start', outputs: { next: { elementId: first } } },
      ...elements,
      { id: 'end', type: 'end', outputs: {} },
    ],
  };
}
