import type { Finding, PolicyNode } from '../../model/index.ts';
import { ancestors, reachable } from '../graph.ts';
import type { Check, GraphView } from '../kind.ts';
import { toolSchema } from '../tool/config.ts';
import { type ExecutionGuardConfig, rolesOf } from './config.ts';

export const executionGuardCheck: Check<ExecutionGuardConfig> = {
  rules: {
    'execution-guard/no-role-passes': 'error',
    'execution-guard/guards-nothing': 'info',
    'execution-guard/outside-a-loop': 'info',
    'execution-guard/nothing-irreversible': 'warning',
    'execution-guard/acts-without-approval': 'warning',
  },
  run(config, node, graph) {
    const findings: Finding[] = [];
    const hasRoles = config.roleColumn.trim() !== '';
    if (hasRoles && rolesOf(config).length === 0) {
      findings.push({
        rule: 'execution-guard/no-role-passes',
        severity: 'error',
        nodeId: node.id,
        path: ['allowedRoles'],
        message: `${node.name} looks at roles and allows none, so every call is blocked. Name the roles that may pass.`,
      });
    }
    if (!hasRoles && config.maxCallsPerRequest === null && config.spendingLimitUsd === null && config.approval === 'none') {
      findings.push({
        rule: 'execution-guard/guards-nothing',
        severity: 'info',
        nodeId: node.id,
        message: `${node.name} has no rule, so every call passes. Set a limit, roles or an approval, or remove it.`,
      });
    }
    const above = ancestors(graph, node.id);
    if (above.length > 0 && !above.some((caller) => caller.kind === 'agent-loop')) {
      findings.push({
        rule: 'execution-guard/outside-a-loop',
        severity: 'info',
        nodeId: node.id,
        message: `${node.name} stands below no agent loop, so each request passes it as often as something above retries, as a rule once. Place it between an agent loop and its tool.`,
      });
    }
    findings.push(...approvalFindings(config, node, graph));
    return findings;
  },
};

function approvalFindings(config: ExecutionGuardConfig, node: PolicyNode, graph: GraphView): Finding[] {
  const irreversible = irreversibleTool(node, graph);
  if (config.approval === 'irreversible' && irreversible === undefined && graph.target(node.id, 'next') !== undefined) {
    return [
      {
        rule: 'execution-guard/nothing-irreversible',
        severity: 'warning',
        nodeId: node.id,
        path: ['approval'],
        message: `${node.name} asks people before calls that cannot be undone, but no tool below it is marked so, and nobody is ever asked. Mark the tool, or ask before every call.`,
      },
    ];
  }
  if (config.approval === 'none' && irreversible !== undefined) {
    return [
      {
        rule: 'execution-guard/acts-without-approval',
        severity: 'warning',
        nodeId: node.id,
        path: ['approval'],
        message: `${node.name} lets an agent call ${irreversible.name}, which cannot be undone, and asks nobody. Ask people before such calls.`,
        fix: {
          label: 'Ask before calls that cannot be undone',
          change: { kind: 'set-field', nodeId: node.id, path: ['approval'], value: 'irreversible' },
        },
      },
    ];
  }
  return [];
}

function irreversibleTool(node: PolicyNode, graph: GraphView): PolicyNode | undefined {
  const target = graph.target(node.id, 'next');
  if (target === undefined) return undefined;
  for (const id of reachable(graph.policy, [target.id])) {
    const below = graph.node(id);
    // A broken config is reported as such; what it would do is not known, so no second finding rests on it.
    if (below?.kind === 'tool' && toolSchema.safeParse(below.config).data?.isIrreversible === true) return below;
  }
  return undefined;
}
