import type { Finding } from '../../model/index.ts';
import { ancestors, reachable } from '../graph.ts';
import type { Check } from '../kind.ts';
import { durationText } from '../words.ts';
import { type DeadlineConfig, deadlineSchema } from './config.ts';

export const deadlineCheck: Check<DeadlineConfig> = {
  rules: { 'deadline/never-the-first': 'info', 'deadline/timeout-below-never-acts': 'warning' },
  run(config, node, graph) {
    const findings: Finding[] = [];
    const outer = ancestors(graph, node.id).find(
      (above) => above.kind === 'deadline' && (deadlineSchema.safeParse(above.config).data?.budgetMs ?? Infinity) <= config.budgetMs,
    );
    if (outer !== undefined) {
      findings.push({
        rule: 'deadline/never-the-first',
        severity: 'info',
        nodeId: node.id,
        path: ['budgetMs'],
        message: `${node.name} gives ${durationText(config.budgetMs)}, but ${outer.name} above it ends no later, so this deadline decides nothing for calls from there. Shorten it or remove it.`,
      });
    }
    const below = reachable(graph.policy, [node.id]);
    for (const timeout of graph.policy.nodes) {
      const timeoutMs = timeout.config['timeoutMs'];
      if (timeout.kind !== 'timeout' || !below.has(timeout.id) || typeof timeoutMs !== 'number' || timeoutMs < config.budgetMs) continue;
      findings.push({
        rule: 'deadline/timeout-below-never-acts',
        severity: 'warning',
        nodeId: node.id,
        about: timeout.id,
        path: ['budgetMs'],
        message: `${node.name} ends everything after ${durationText(config.budgetMs)}, so ${timeout.name} below it, which waits ${durationText(timeoutMs)}, never acts and nothing is tried after it. Shorten the timeout or give more time.`,
      });
    }
    return findings;
  },
};
