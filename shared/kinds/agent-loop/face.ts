import type { Face } from '../kind.ts';
import { numberText, plural, shortened, usdText } from '../words.ts';
import type { AgentLoopConfig, LoopTool } from './config.ts';

export const agentLoopFace: Face<AgentLoopConfig> = {
  title: 'Agent loop',
  purpose: 'Calls a model and tools, step by step, until the task is done or a limit stops it.',
  group: 'flow',
  glyph: { name: 'arrow going round', paths: ['M13.2 8a5.2 5.2 0 1 1-1.8-3.9', 'M11.6 1.6v2.7H8.9'] },
  silhouette: 'plain',
  isCallable: true,
  ports: (config) => [
    { id: 'model', label: 'a step of thought', required: true },
    ...config.tools.map((tool, index) => ({ id: tool.id, label: portLabel(config.tools, tool, index), required: true })),
  ],
  summary: (config) => `about ${plural(config.meanSteps, 'step')}, ${limitWords(config)}`,
  keywords: ['agent', 'loop', 'tools', 'react', 'steps', 'iterations', 'multi-step', 'function calling', 'mcp', 'autonomous'],
};

export function limitWords(config: AgentLoopConfig): string {
  const limits = [
    ...(config.maxIterations === null ? [] : [numberText(config.maxIterations)]),
    ...(config.spendingLimitUsd === null ? [] : [usdText(config.spendingLimitUsd)]),
  ];
  return limits.length === 0 ? 'without a limit' : `stops at ${limits.join(' or ')}`;
}

export const toolName = (tool: Pick<LoopTool, 'id' | 'name'>): string => (tool.name.trim() === '' ? tool.id : tool.name.trim());

/** Two tools may bear one name; a wire must still tell which is meant. */
function portLabel(tools: readonly LoopTool[], tool: LoopTool, index: number): string {
  const name = shortened(toolName(tool), 40);
  const isTaken = tools.some((other, at) => at !== index && shortened(toolName(other), 40) === name);
  return isTaken || name === 'a step of thought' ? `${name} (${tool.id})` : name;
}
