import { kinds } from '../../shared/kinds/index.ts';
import {
  MODEL_PRICE_DEFAULTS,
  type Point,
  type PolicyDocument,
  type PolicyEdge,
  type PolicyNode,
  PROVIDER_DEFAULTS,
} from '../../shared/model/index.ts';

/**
 * A policy as a company's platform team would draw it over the years: one block a capability, each with its entry, guard, budget, a router to four
 * fallbacks of five tiers, four ways to a model (retry, breaker, timeout, model) that the fallbacks share in turns, and a fixed text at the end.
 */
export const BLOCK_NODES = 25;
export const BLOCK_EDGES = 40;

const WAYS = 4;
const BLOCK_WIDTH = 2_000;
const BLOCK_HEIGHT = 1_300;

/** `isConnected`: all blocks share one fixed text, so that no block can be looked at without the others. */
export function bigPolicy(blocks: number, isConnected = false): PolicyDocument {
  const nodes: PolicyNode[] = [];
  const edges: PolicyEdge[] = [];
  const places: Record<string, Point> = {};
  const perRow = Math.ceil(Math.sqrt(blocks));
  for (let block = 0; block < blocks; block++) {
    const left = (block % perRow) * BLOCK_WIDTH;
    const top = Math.floor(block / perRow) * BLOCK_HEIGHT;
    const add = (name: string, kind: string, x: number, y: number, config: Readonly<Record<string, unknown>> = {}): string => {
      const known = kinds.get(kind);
      if (known === undefined) throw new Error(`no kind is called ${kind}`);
      const id = `b${block}-${name}`;
      nodes.push({ id, kind, name: `${known.face.title}, ${name} of capability ${block + 1}`, config: known.config.schema.parse(config) });
      places[id] = { x: left + x, y: top + y };
      return id;
    };
    const wire = (from: string, port: string, to: string): void => {
      edges.push({ from, port, to });
    };
    const entry = add('entry', 'entry', 0, 0);
    const guard = add('guard', 'input-guard', 0, 90);
    const budget = add('budget', 'budget', 0, 180, { atLimit: 'downgrade' });
    const shares = Array.from({ length: WAYS - 1 }, (_, at) => ({ id: `r${at + 1}`, condition: 'percentage', share: 0.2 }));
    const router = add('router', 'router', 0, 270, { routes: shares });
    const text = add('text', 'template', 900, 1_000);
    wire(entry, 'next', guard);
    wire(guard, 'next', budget);
    wire(budget, 'next', router);
    wire(budget, 'over', isConnected ? 'b0-text' : text);
    const ways = Array.from({ length: WAYS }, (_, at) => {
      const x = 900 + at * 270;
      const retry = add(`retry-${at + 1}`, 'retry', x, 0);
      const breaker = add(`breaker-${at + 1}`, 'breaker', x, 90);
      const timeout = add(`timeout-${at + 1}`, 'timeout', x, 180);
      const model = add(`model-${at + 1}`, 'model', x, 270, { providerId: `provider-${at % 3}`, model: `model-${at % 3}` });
      wire(retry, 'next', breaker);
      wire(breaker, 'next', timeout);
      wire(timeout, 'next', model);
      return retry;
    });
    for (let at = 0; at < WAYS; at++) {
      const tiers = Array.from({ length: WAYS + 1 }, (_, tier) => ({ id: `t${tier + 1}`, name: `Tier ${tier + 1}` }));
      const fallback = add(`fallback-${at + 1}`, 'fallback', 400, at * 260, { tiers });
      wire(router, at < WAYS - 1 ? `r${at + 1}` : 'otherwise', fallback);
      for (let tier = 0; tier < WAYS; tier++) wire(fallback, `t${tier + 1}`, ways[(at + tier) % WAYS]!);
      wire(fallback, `t${WAYS + 1}`, text);
    }
  }
  return {
    format: 3,
    policy: {
      id: 'platform',
      name: `Platform of ${blocks} capabilities`,
      description: '',
      providers: Array.from({ length: 3 }, (_, at) => ({
        ...PROVIDER_DEFAULTS,
        id: `provider-${at}`,
        name: `Provider ${at + 1}`,
        models: [{ ...MODEL_PRICE_DEFAULTS, name: `model-${at}`, inputUsdPerMTok: 2.5, outputUsdPerMTok: 10, contextTokens: 128_000 }],
      })),
      nodes,
      edges,
      silenced: [],
      promises: [],
    },
    layout: { nodes: places, notes: [], groups: [] },
  };
}
