import type { Finding } from '../../model/index.ts';
import type { Check } from '../kind.ts';
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
