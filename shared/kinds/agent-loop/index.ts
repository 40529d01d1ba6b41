import { type Assumption, flawBit } from '../../model/index.ts';
import type { NodeKind } from '../kind.ts';
import { numberText, percentText } from '../words.ts';
import { type AgentLoopPlan, agentLoopBehavior, prepareAgentLoop } from './behavior.ts';
import { agentLoopBounds } from './bounds.ts';
import { agentLoopCheck } from './check.ts';
import { type AgentLoopConfig, agentLoopDefaults, agentLoopExample, agentLoopSchema, MOST_ITERATIONS } from './config.ts';
import { agentLoopDescribe } from './describe.ts';
import { agentLoopFace } from './face.ts';
import { agentLoopFields } from './fields.ts';
import guide from './guide.md?raw';

export type { AgentLoopConfig } from './config.ts';

export const agentLoop: NodeKind<AgentLoopConfig, AgentLoopPlan, null> = {
  kind: 'agent-loop',
  config: { schema: agentLoopSchema, defaults: agentLoopDefaults, example: agentLoopExample },
  fields: agentLoopFields,
  face: agentLoopFace,
  check: agentLoopCheck,
  behavior: agentLoopBehavior,
  prepare: prepareAgentLoop,
  assumptions,
  describe: agentLoopDescribe,
  bounds: agentLoopBounds,
  passesOn: () => ['model'],
  callsPerAnswer: (config) => config.meanSteps,
  flaws: () => flawBit('wrong'),
  guide,
};

function assumptions(config: AgentLoopConfig, name: string): readonly Assumption[] {
  const found: Assumption[] = [
    {
      subject: name,
      statement: `A task needs ${numberText(config.meanSteps)} steps on average and ${percentText(config.endlessShare)} of the loops never end by themselves: set by hand, not recorded.`,
      basis: 'assumed',
    },
    {
      subject: name,
      statement: 'How many steps a task needs is true of the request: a retry of the whole loop finds the same task.',
      basis: 'model',
    },
  ];
  if (config.maxIterations === null) {
    found.push({
      subject: name,
      statement: `It has no limit of steps; the rehearsal stops it after ${numberText(MOST_ITERATIONS)}.`,
      basis: 'model',
    });
  }
  if (config.tools.length > 0 && config.onToolFailure === 'go-on') {
    found.push({
      subject: name,
      statement: `Without a tool's result an answer is wrong with a chance of ${percentText(config.wrongWithoutTool)}: set by hand, not recorded.`,
      basis: 'assumed',
    });
  }
  return found;
}
