import { type Finding, type PolicyNode, priceOf } from '../../model/index.ts';
import type { Check, GraphView } from '../kind.ts';
import { durationText, percentText } from '../words.ts';
import { MEASURED_KEYS, type ModelConfig, RATE_KEYS } from './config.ts';

export const modelCheck: Check<ModelConfig> = {
  rules: {
    'model/no-provider': 'error',
    'model/unknown-provider': 'error',
    'model/no-model': 'error',
    'model/unknown-model': 'error',
    'model/no-price': 'warning',
    'model/p95-below-p50': 'warning',
    'model/quantiles-out-of-order': 'warning',
    'model/rates-above-one': 'error',
    'model/limit-below-first-token': 'warning',
  },
  run: (config, node, graph) => [...placeFindings(config, node, graph), ...profileFindings(config, node)],
};

function placeFindings(config: ModelConfig, node: PolicyNode, graph: GraphView): Finding[] {
  if (config.providerId === '') {
    return [
      {
        rule: 'model/no-provider',
        severity: 'error',
        nodeId: node.id,
        path: ['providerId'],
        message: `${node.name} has no provider, so nothing can answer there. Choose one.`,
      },
    ];
  }
  const provider = graph.provider(config.providerId);
  if (provider === undefined) {
    return [
      {
        rule: 'model/unknown-provider',
        severity: 'error',
        nodeId: node.id,
        providerId: config.providerId,
        path: ['providerId'],
        message: `${node.name} names the provider ${config.providerId}, which this policy does not have. Choose another or add it.`,
      },
    ];
  }
  if (config.model === '') {
    return [
      {
        rule: 'model/no-model',
        severity: 'error',
        nodeId: node.id,
        providerId: provider.id,
        path: ['model'],
        message: `${node.name} has no model, so nothing can answer there. Choose one of ${provider.name}.`,
      },
    ];
  }
  const price = priceOf(provider, config.model);
  if (price === undefined) {
    return [
      {
        rule: 'model/unknown-model',
        severity: 'error',
        nodeId: node.id,
        providerId: provider.id,
        path: ['model'],
        message: `${node.name} calls ${config.model}, which is not in the price list of ${provider.name}, so its price and window are unknown. Choose another or add it.`,
      },
    ];
  }
  if (price.inputUsdPerMTok === 0 && price.outputUsdPerMTok === 0) {
    return [
      {
        rule: 'model/no-price',
        severity: 'warning',
        nodeId: node.id,
        providerId: provider.id,
        path: ['model'],
        message: `${config.model} at ${provider.name} costs nothing in the price list, so all costs come out too low. Enter its price.`,
      },
    ];
  }
  return [];
}

function profileFindings(config: ModelConfig, node: PolicyNode): Finding[] {
  const findings: Finding[] = [];
  const falling = MEASURED_KEYS.find((key, position) => position > 0 && config[key] < config[MEASURED_KEYS[position - 1]!]);
  if (config.latencyShape === 'measured' && falling !== undefined) {
    findings.push({
      rule: 'model/quantiles-out-of-order',
      severity: 'warning',
      nodeId: node.id,
      path: [falling],
      message: `${node.name} has a quantile of ${durationText(config[falling])} below the one before it, which no measurement gives; calls of that part get faster instead of slower. Correct one of them.`,
    });
  }
  if (config.latencyShape === 'lognormal' && config.ttftP95Ms < config.ttftP50Ms) {
    findings.push({
      rule: 'model/p95-below-p50',
      severity: 'warning',
      nodeId: node.id,
      path: ['ttftP95Ms'],
      message: `${node.name} has a P95 of ${durationText(config.ttftP95Ms)} below its P50 of ${durationText(config.ttftP50Ms)}, which no measurement gives; it is run without a tail. Correct one of them.`,
      fix: {
        label: 'Set the P95 to the P50',
        change: { kind: 'set-field', nodeId: node.id, path: ['ttftP95Ms'], value: config.ttftP50Ms },
      },
    });
  }
  const total = RATE_KEYS.reduce((sum, key) => sum + config[key], 0);
  if (total > 1 + 1e-9) {
    findings.push({
      rule: 'model/rates-above-one',
      severity: 'error',
      nodeId: node.id,
      path: ['serverErrorRate'],
      message: `The failure rates of ${node.name} add up to ${percentText(total)}, more than all calls. Lower them.`,
    });
  }
  if (config.requestTimeoutMs < config.ttftP50Ms) {
    findings.push({
      rule: 'model/limit-below-first-token',
      severity: 'warning',
      nodeId: node.id,
      path: ['requestTimeoutMs'],
      message: `${node.name} gives up after ${durationText(config.requestTimeoutMs)} but needs ${durationText(config.ttftP50Ms)} to its first token, so most calls time out. Wait longer.`,
    });
  }
  return findings;
}
