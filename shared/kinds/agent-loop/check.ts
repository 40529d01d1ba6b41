import type { FailureClass, Finding, PolicyNode } from '../../model/index.ts';
import { isMendedAbove } from '../fallback-above.ts';
import type { Check, GraphView } from '../kind.ts';
import { failuresText, numberText, percentText } from '../words.ts';
import type { AgentLoopConfig } from './config.ts';
import { toolName } from './face.ts';

export const agentLoopCheck: Check<AgentLoopConfig> = {
  rules: {
    'agent-loop/tool-id-twice': 'error',
    'agent-loop/shares-above-one': 'error',
    'agent-loop/limit-below-mean': 'warning',
    'agent-loop/endless-without-limit': 'warning',
    'agent-loop/stops-without-answer': 'info',
  },
  run(config, node, graph) {
    const findings: Finding[] = [];
    config.tools.forEach((tool, index) => {
      // `model` is the id of the first port, so a tool that carries it would share its wire.
      if (tool.id === 'model' || config.tools.findIndex((other) => other.id === tool.id) !== index) {
        findings.push({
          rule: 'agent-loop/tool-id-twice',
          severity: 'error',
          nodeId: node.id,
          about: tool.id,
          path: ['tools', index],
          message: `The tool ${toolName(tool)} of ${node.name} has the id ${tool.id}, which another port has too, so one wire would stand for both. Remove it and add it again.`,
        });
      }
    });
    const shares = config.tools.reduce((sum, tool) => sum + tool.share, 0);
    // A small excess is the noise of adding tenths.
    if (shares > 1 + 1e-9) {
      findings.push({
        rule: 'agent-loop/shares-above-one',
        severity: 'error',
        nodeId: node.id,
        path: ['tools'],
        message: `The tools of ${node.name} are used by ${percentText(shares)} of the steps together, more than all steps. Lower the shares.`,
      });
    }
    if (config.maxIterations !== null && config.maxIterations < config.meanSteps) {
      findings.push({
        rule: 'agent-loop/limit-below-mean',
        severity: 'warning',
        nodeId: node.id,
        path: ['maxIterations'],
        message: `${node.name} is stopped after ${numberText(config.maxIterations)} steps but needs ${numberText(config.meanSteps)} on average, so ordinary tasks are cut off. Raise the limit.`,
      });
    }
    if (config.endlessShare > 0 && config.maxIterations === null && config.spendingLimitUsd === null) {
      findings.push({
        rule: 'agent-loop/endless-without-limit',
        severity: 'warning',
        nodeId: node.id,
        path: ['maxIterations'],
        message: `${percentText(config.endlessShare)} of the loops of ${node.name} never end by themselves and nothing stops them, so they burn money until the model's window is full. Set a limit of steps or of spending.`,
        fix: { label: 'Stop after 12 steps', change: { kind: 'set-field', nodeId: node.id, path: ['maxIterations'], value: 12 } },
      });
    }
    findings.push(...unmended(config, node, graph));
    return findings;
  },
};

function unmended(config: AgentLoopConfig, node: PolicyNode, graph: GraphView): Finding[] {
  const stops: FailureClass[] = [];
  if (config.maxIterations !== null) stops.push('loop-limit');
  if (config.spendingLimitUsd !== null) stops.push('over-budget');
  const open = stops.filter((failure) => !isMendedAbove(graph, node.id, failure));
  if (open.length === 0) return [];
  return [
    {
      rule: 'agent-loop/stops-without-answer',
      severity: 'info',
      nodeId: node.id,
      path: [open[0] === 'loop-limit' ? 'maxIterations' : 'spendingLimitUsd'],
      message: `When ${node.name} is stopped, users get an error: no fallback above it goes on after ${failuresText(open)}. Put it under a tier that does, or leave it as a hard stop.`,
    },
  ];
}
