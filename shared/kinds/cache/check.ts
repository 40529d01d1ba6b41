import type { Finding, PolicyNode } from '../../model/index.ts';
import { fallbackSchema } from '../fallback/config.ts';
import { reachable } from '../graph.ts';
import type { Check, GraphView } from '../kind.ts';
import { modelSchema } from '../model/config.ts';
import { templateSchema } from '../template/config.ts';
import type { Tier } from '../tier.ts';
import { durationText, percentText } from '../words.ts';
import type { CacheConfig } from './config.ts';

/** A near match that is wrong more often than this costs more trust than it saves money: a choice, not a measured figure. */
const MANY_WRONG = 0.1;

export const cacheCheck: Check<CacheConfig> = {
  rules: {
    'cache/no-column': 'error',
    'cache/often-wrong': 'warning',
    'cache/never-old-enough': 'warning',
    'cache/keeps-what-costs-nothing': 'info',
    'cache/keeps-lower-tiers': 'warning',
  },
  run(config, node, graph) {
    const findings: Finding[] = [];
    const found = (rule: string, severity: Finding['severity'], key: keyof CacheConfig | null, message: string) =>
      findings.push({ rule: `cache/${rule}`, severity, nodeId: node.id, ...(key === null ? {} : { path: [key] }), message });
    if (config.keys === 'metadata' && config.key.trim() === '') {
      found(
        'no-column',
        'error',
        'key',
        `${node.name} knows its questions by a column but names none, so nothing is ever found. Write the name of a metadata column.`,
      );
    }
    if (config.mode === 'semantic' && config.nearMatchRate > 0 && config.falseHitRate > MANY_WRONG) {
      found(
        'often-wrong',
        'warning',
        'falseHitRate',
        `${percentText(config.falseHitRate)} of the near matches of ${node.name} get an answer to another question. Ask for more likeness, or find only the same question.`,
      );
    }
    if (config.staleRate > 0 && config.staleAfterMs >= config.ttlMs + config.staleIfErrorMs && !config.refreshOnHit) {
      found(
        'never-old-enough',
        'warning',
        'staleAfterMs',
        `${node.name} expects answers to age after ${durationText(config.staleAfterMs)} but uses none that old, so no answer is ever counted as stale. Lower the age or correct the time that answers are kept.`,
      );
    }
    const lower = keptLowerTier(config, node, graph);
    if (lower !== undefined) {
      findings.push({
        rule: 'cache/keeps-lower-tiers',
        severity: 'warning',
        nodeId: node.id,
        path: ['keepsDownToTier'],
        message: `${node.name} also keeps answers of tier ${lower.tier}, which ${lower.by.name} gives when tier ${lower.best} fails, so after an incident users go on getting them for ${durationText(config.ttlMs)}${config.refreshOnHit ? ' and longer' : ''}, although tier ${lower.best} is back. Keep answers of tier ${lower.best} only, or put the cache below ${lower.by.name}.`,
        fix: {
          label: `Keep tier ${lower.best} only`,
          change: { kind: 'set-field', nodeId: node.id, path: ['keepsDownToTier'], value: lower.best },
        },
      });
    }
    const next = graph.target(node.id, 'next');
    if (next?.kind === 'template') {
      found(
        'keeps-what-costs-nothing',
        'info',
        null,
        `${node.name} keeps the answers of ${next.name}, which are fixed and cost nothing, so it saves nothing. Put the cache above a model.`,
      );
    }
    return findings;
  },
};

interface LowerTier {
  /** The fallback that gives it. */
  readonly by: PolicyNode;
  /** What its first way gives on a good day. */
  readonly best: Tier;
  /** The lowest that is kept as well. */
  readonly tier: Tier;
}

/** Below a fallback the same question is answered by different tiers; a router's ways are a choice, and its answers no stopgaps. */
function keptLowerTier({ keepsDownToTier }: CacheConfig, node: PolicyNode, graph: GraphView): LowerTier | undefined {
  for (const id of reachable(graph.policy, [node.id])) {
    const by = graph.node(id);
    const tiers = by?.kind === 'fallback' ? fallbackSchema.safeParse(by.config).data?.tiers : undefined;
    if (by === undefined || tiers === undefined) continue;
    const [first, ...others] = tiers.map((tier) => tiersBelow(graph, graph.target(id, tier.id)));
    const [best] = (first ?? []).sort();
    if (best === undefined) continue;
    const lowest = others
      .flat()
      .filter((tier) => tier > best && tier <= keepsDownToTier)
      .sort()
      .at(-1);
    if (lowest !== undefined) return { by, best, tier: lowest };
  }
  return undefined;
}

/** Of the models and fixed answers; a broken config is reported as such, and no second finding rests on it. */
function tiersBelow(graph: GraphView, from: PolicyNode | undefined): Tier[] {
  if (from === undefined) return [];
  return [...reachable(graph.policy, [from.id])].flatMap((id) => {
    const node = graph.node(id);
    const tier =
      node?.kind === 'model'
        ? modelSchema.safeParse(node.config).data?.tier
        : node?.kind === 'template'
          ? templateSchema.safeParse(node.config).data?.tier
          : undefined;
    return tier ?? [];
  });
}
