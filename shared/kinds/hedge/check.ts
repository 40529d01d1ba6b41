import type { Finding } from '../../model/index.ts';
import type { Check } from '../kind.ts';
import { durationText, failuresText } from '../words.ts';
import { HEDGE_ON, type HedgeConfig } from './config.ts';

export const hedgeCheck: Check<HedgeConfig> = {
  rules: {
    'hedge/sooner-than-first-token': 'warning',
    'hedge/goes-on-after-permanent-failure': 'warning',
    'hedge/beside-a-retry': 'warning',
  },
  run(config, node, graph) {
    const findings: Finding[] = [];
    const primary = graph.target(node.id, 'primary');
    const hedge = graph.target(node.id, 'hedge');
    const firstTokenMs = primary?.kind === 'model' ? primary.config['ttftP50Ms'] : undefined;
    if (primary !== undefined && config.delayMs > 0 && typeof firstTokenMs === 'number' && config.delayMs < firstTokenMs) {
      findings.push({
        rule: 'hedge/sooner-than-first-token',
        severity: 'warning',
        nodeId: node.id,
        path: ['delayMs'],
        message: `${node.name} calls again after ${durationText(config.delayMs)}, but ${primary.name} needs ${durationText(firstTokenMs)} to its first token in half of all calls, so more than half of all requests are sent twice. Wait until about the P95.`,
      });
    }
    const permanent = config.hedgeOn.filter((failure) => !HEDGE_ON.includes(failure));
    if (permanent.length > 0 && (hedge === undefined || hedge.id === primary?.id)) {
      findings.push({
        rule: 'hedge/goes-on-after-permanent-failure',
        severity: 'warning',
        nodeId: node.id,
        path: ['hedgeOn'],
        message: `${node.name} calls the same model again after ${failuresText(permanent)}, which the same call will not outlive. Leave these classes to a fallback, or connect the later calls elsewhere.`,
      });
    }
    const retry = [primary, hedge].find((below) => below?.kind === 'retry');
    if (retry !== undefined) {
      findings.push({
        rule: 'hedge/beside-a-retry',
        severity: 'warning',
        nodeId: node.id,
        message: `${node.name} calls ${retry.name}, so each of its calls may be sent again, and the numbers of calls multiply during an outage. Put the retry above the hedge.`,
      });
    }
    return findings;
  },
};
