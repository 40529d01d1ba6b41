import type { Assumption } from '../../model/index.ts';
import type { NodeKind } from '../kind.ts';
import { latencyP95Ms } from '../latency-shape.ts';
import { durationText, percentText, usdText } from '../words.ts';
import { prepareTool, type ToolPlan, toolBehavior } from './behavior.ts';
import { toolBounds } from './bounds.ts';
import { toolCheck } from './check.ts';
import { type ToolConfig, toolDefaults, toolExample, toolSchema } from './config.ts';
import { toolDescribe } from './describe.ts';
import { toolFace } from './face.ts';
import { toolFields } from './fields.ts';
import guide from './guide.md?raw';

export type { ToolConfig } from './config.ts';

export const tool: NodeKind<ToolConfig, ToolPlan, null> = {
  kind: 'tool',
  config: { schema: toolSchema, defaults: toolDefaults, example: toolExample },
  fields: toolFields,
  face: toolFace,
  check: toolCheck,
  behavior: toolBehavior,
  prepare: prepareTool,
  assumptions,
  describe: toolDescribe,
  bounds: toolBounds,
  answers: (config, { node }) => ({
    tier: 1,
    by: `the tool ${node.name}`,
    text: null,
    successRate: null,
    p95Ms: Math.min(config.timeoutMs, latencyP95Ms(config.latencyShape, config.latencyP50Ms, config.latencyP95Ms)),
    usd: config.usdPerCall,
    basis: [
      `It takes ${durationText(config.latencyP50Ms)} as a rule and costs ${usdText(config.usdPerCall)} a call: set by hand, not recorded.`,
    ],
  }),
  guide,
};

function assumptions(config: ToolConfig, name: string): readonly Assumption[] {
  return [
    {
      subject: name,
      statement: `It takes ${durationText(config.latencyP50Ms)} as a rule and fails ${percentText(config.failureRate)} of its calls: set by hand, not recorded.`,
      basis: 'assumed',
    },
    {
      subject: name,
      statement: 'A call that nobody waits for any longer frees its slot at once and has been paid.',
      basis: 'model',
    },
  ];
}
