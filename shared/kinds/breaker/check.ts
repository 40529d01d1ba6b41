import type { Finding } from '../../model/index.ts';
import { ancestors } from '../graph.ts';
import type { Check } from '../kind.ts';
import { durationText, numberText } from '../words.ts';
import type { BreakerConfig } from './config.ts';

export const breakerCheck: Check<BreakerConfig> = {
  rules: {
    'breaker/never-opens': 'error',
    'breaker/window-too-small': 'error',
    'breaker/never-forgets': 'warning',
    'breaker/rejections-dilute': 'info',
    'breaker/growth-without-room': 'warning',
    'breaker/trial-may-hang': 'warning',
    'breaker/outrun-for-ever': 'warning',
    'breaker/more-successes-than-trials': 'error',
    'breaker/more-trials-than-failures': 'info',
    'breaker/no-fallback-above': 'info',
    'breaker/timeout-above': 'warning',
    'breaker/watches-only': 'info',
  },
  run(config, node, graph) {
    const findings: Finding[] = [];
    const hasTrials = config.halfOpen !== 'none';
    if (config.countsAs.length === 0 && config.opensAtOnceOn.length === 0) {
      findings.push({
        rule: 'breaker/never-opens',
        severity: 'error',
        nodeId: node.id,
        about: 'countsAs',
        path: ['countsAs'],
        message: `${node.name} counts nothing as a failure, so it never opens and protects nothing. Choose the failures that count.`,
      });
    }
    if (config.tripRule !== 'rate' && config.windowKind === 'calls' && neededFailures(config) > config.windowCalls) {
      findings.push({
        rule: 'breaker/window-too-small',
        severity: 'error',
        nodeId: node.id,
        path: ['windowCalls'],
        message:
          `${node.name} opens after ${numberText(neededFailures(config))} failures but remembers only the last ${numberText(config.windowCalls)} calls, ` +
          'so it never opens. Remember more calls or lower the failures.',
      });
    }
    if (config.tripRule === 'rate' && config.threshold === 'exceeded' && config.failureRatio === 1 && config.opensAtOnceOn.length === 0) {
      findings.push({
        rule: 'breaker/never-opens',
        severity: 'error',
        nodeId: node.id,
        about: 'failureRatio',
        path: ['failureRatio'],
        message: `${node.name} opens only when more than 100 % of calls fail, so it never opens. Lower the share or let the share itself be enough.`,
      });
    }
    if (config.tripRule === 'count' && config.windowKind === 'none') {
      findings.push({
        rule: 'breaker/never-forgets',
        severity: 'warning',
        nodeId: node.id,
        path: ['windowKind'],
        message: `${node.name} counts failures and forgets none of them, so rare errors add up over days until it opens. Give it a window, or let a success forgive.`,
      });
    }
    if (config.tripRule === 'rate' && config.shareOf === 'calls' && config.windowKind !== 'calls') {
      findings.push({
        rule: 'breaker/rejections-dilute',
        severity: 'info',
        nodeId: node.id,
        path: ['shareOf'],
        message: `${node.name} takes the share of all calls, so those that it rejected make failures look rare and it opens late the second time. Take the share of results.`,
      });
    }
    if (config.openGrowth !== 'none' && config.longestOpenMs < config.openForMs) {
      findings.push({
        rule: 'breaker/growth-without-room',
        severity: 'warning',
        nodeId: node.id,
        path: ['longestOpenMs'],
        message:
          `${node.name} is to recover for ${durationText(config.openForMs)} and longer each time, but for at most ${durationText(config.longestOpenMs)}, ` +
          `so it always recovers for ${durationText(config.longestOpenMs)}. Raise the longest recovery.`,
      });
    }
    if (hasTrials && config.trialRule === 'capacity' && config.closeAfterSuccesses > config.trialCalls) {
      findings.push({
        rule: 'breaker/more-successes-than-trials',
        severity: 'error',
        nodeId: node.id,
        path: ['closeAfterSuccesses'],
        message: `${node.name} needs ${numberText(config.closeAfterSuccesses)} successes of ${numberText(config.trialCalls)} trials, which cannot be. Lower the successes or allow more trials.`,
      });
    }
    if (hasTrials && config.trialTimeoutMs === 0) {
      findings.push({
        rule: 'breaker/trial-may-hang',
        severity: 'warning',
        nodeId: node.id,
        path: ['trialTimeoutMs'],
        message: `${node.name} waits for ever for a trial call, so one that hangs keeps it half-open and rejecting. Give the trial a time limit.`,
        fix: {
          label: 'Limit the trial to 60 s',
          change: { kind: 'set-field', nodeId: node.id, path: ['trialTimeoutMs'], value: 60_000 },
        },
      });
    }
    if (hasTrials && config.tripRule !== 'rate' && config.trialRule === 'in-a-row' && config.closeAfterSuccesses > neededFailures(config)) {
      findings.push({
        rule: 'breaker/more-trials-than-failures',
        severity: 'info',
        nodeId: node.id,
        path: ['closeAfterSuccesses'],
        message:
          `${node.name} opens after ${numberText(neededFailures(config))} failures but needs ${numberText(config.closeAfterSuccesses)} successes in a row to close, ` +
          'so it opens more easily than it closes. Lower the successes if recovery seems slow.',
      });
    }
    if (config.mode === 'observe-only') {
      findings.push({
        rule: 'breaker/watches-only',
        severity: 'info',
        nodeId: node.id,
        path: ['mode'],
        message: `${node.name} only watches, so calls go through during an outage. Set it to active when its timeline looks right.`,
      });
    }
    const above = ancestors(graph, node.id);
    const hedge = above.find((other) => other.kind === 'hedge');
    if (hasTrials && config.mode === 'active' && config.opensAfterGivenUp === 0 && hedge !== undefined) {
      findings.push({
        rule: 'breaker/outrun-for-ever',
        severity: 'warning',
        nodeId: node.id,
        path: ['opensAfterGivenUp'],
        message: `${hedge.name} gives up the slower call, so while it is quicker than a trial of ${node.name} no trial ever ends and it stays half-open. Let some given-up trials open it.`,
        fix: {
          label: 'Open after 3 given-up trials',
          change: { kind: 'set-field', nodeId: node.id, path: ['opensAfterGivenUp'], value: 3 },
        },
      });
    }
    // A breaker that nothing calls yet is a drawing in progress; lint's rule on unreachable nodes speaks about it.
    if (above.length > 0 && !above.some((other) => other.kind === 'fallback')) {
      findings.push({
        rule: 'breaker/no-fallback-above',
        severity: 'info',
        nodeId: node.id,
        message: `No fallback stands above ${node.name}, so users get an error while it is open. Put a fallback above it.`,
      });
    }
    const timeouts = graph.callers(node.id).filter((caller) => caller.kind === 'timeout');
    for (const timeout of timeouts) {
      findings.push({
        rule: 'breaker/timeout-above',
        severity: 'warning',
        nodeId: node.id,
        about: timeout.id,
        message:
          `${timeout.name} stands directly above ${node.name}, so calls that it gives up${timeoutText(timeout.config['timeoutMs'])} never count as failures here. ` +
          'Put the timeout below the breaker.',
      });
    }
    return findings;
  },
};

const neededFailures = (config: BreakerConfig): number => config.failureCount + (config.threshold === 'exceeded' ? 1 : 0);

const timeoutText = (ms: unknown): string => (typeof ms === 'number' ? ` after ${durationText(ms)}` : '');
