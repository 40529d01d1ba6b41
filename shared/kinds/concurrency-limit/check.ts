import type { Finding } from '../../model/index.ts';
import { isMendedAbove } from '../fallback-above.ts';
import type { Check } from '../kind.ts';
import { durationText, numberText, percentText } from '../words.ts';
import { type ConcurrencyLimitConfig, prioritiesInUse, roomFor, sharesOf } from './config.ts';

export const concurrencyLimitCheck: Check<ConcurrencyLimitConfig> = {
  rules: {
    'concurrency-limit/limits-out-of-order': 'error',
    'concurrency-limit/shares-out-of-order': 'warning',
    'concurrency-limit/never-waits': 'warning',
    'concurrency-limit/no-order': 'info',
    'concurrency-limit/sheds-without-answer': 'info',
  },
  run(config, node, graph) {
    const findings: Finding[] = [];
    const found = (rule: string, severity: Finding['severity'], key: keyof ConcurrencyLimitConfig, message: string) =>
      findings.push({ rule: `concurrency-limit/${rule}`, severity, nodeId: node.id, path: [key], message });
    const { slots, minSlots, maxSlots, queueLength } = config;
    if (config.adapts !== 'fixed' && !(minSlots <= slots && slots <= maxSlots)) {
      found(
        'limits-out-of-order',
        'error',
        minSlots > slots ? 'minSlots' : 'maxSlots',
        `${node.name} starts with ${numberText(slots)} slots, which is not between its ${numberText(minSlots)} at least and ${numberText(maxSlots)} at most. Put the three in order.`,
      );
    }
    const shares = sharesOf(config);
    const inUse = prioritiesInUse(config);
    if (queueLength !== null && queueLength > 0) {
      const turned = inUse.find((priority, at) => at > 0 && shares[priority]! > shares[inUse[at - 1]!]!);
      if (turned !== undefined) {
        found(
          'shares-out-of-order',
          'warning',
          turned === 3 ? 'queueShare3' : turned === 2 ? 'queueShare2' : 'queueShare1',
          `Calls of priority ${turned} may fill ${percentText(shares[turned]!)} of the queue of ${node.name}, more than those that go before them, so the important ones are shed first. Give lower priorities less of the queue.`,
        );
      }
      const starved = inUse.find((priority) => roomFor(shares[priority]!, queueLength) === 0);
      if (starved !== undefined) {
        found(
          'never-waits',
          'warning',
          starved === 3 ? 'queueShare3' : starved === 2 ? 'queueShare2' : 'queueShare1',
          `${percentText(shares[starved]!)} of ${numberText(queueLength)} places is no place, so calls of priority ${starved} never wait at ${node.name} and are shed whenever all slots are taken. Give them a larger share, or leave it if that is wanted.`,
        );
      }
    }
    if (config.priorityColumn.trim() === '' && config.priorities.length > 0) {
      found(
        'no-order',
        'info',
        'priorityColumn',
        `${node.name} has priorities but no column to read them from, so all calls have priority ${config.priority}. Name the column.`,
      );
    }
    if (!isMendedAbove(graph, node.id, 'shed')) {
      found(
        'sheds-without-answer',
        'info',
        'queueLength',
        `What ${node.name} sheds${queueLength === 0 ? '' : ` (at once, or after ${durationText(config.maxWaitMs)})`} reaches the user as an error: no fallback above it goes on after shed. Add a tier that answers without the load, or leave it.`,
      );
    }
    return findings;
  },
};
