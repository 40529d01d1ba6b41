import type { Describe } from '../kind.ts';
import { isSameData, numberText, percentText, plural, sentencesFor, usdText } from '../words.ts';
import type { AgentLoopConfig, LoopTool } from './config.ts';
import { toolName } from './face.ts';

export const agentLoopDescribe: Describe<AgentLoopConfig> = {
  changes: sentencesFor<AgentLoopConfig>({
    tools: (now, was) => toolChanges(now, was),
    meanSteps: (now, was) => `needs ${plural(now, 'step')} on average (was ${numberText(was)})`,
    stepsShape: (now) => (now === 'constant' ? 'always needs the same number of steps' : 'needs more steps for some tasks than for others'),
    endlessShare: (now, was) => `does not end by itself for ${percentText(now)} of the requests (was ${percentText(was)})`,
    maxIterations: (now, was) => `makes ${stepsText(now)} (was ${stepsText(was)})`,
    spendingLimitUsd: (now, was) => `spends ${moneyText(now)} a request (was ${moneyText(was)})`,
    stepTokens: (now, was) => `writes ${numberText(now)} tokens a step (was ${numberText(was)})`,
    driftPerStep: (now, was) => `goes wrong by drift at ${percentText(now)} a step (was ${percentText(was)})`,
    toolRetries: (now, was) => `calls a failed tool again ${timesText(now)} (was ${timesText(was)})`,
    onToolFailure: (now) => (now === 'fail' ? 'fails when a tool stays down' : 'goes on without a tool that stays down'),
    wrongWithoutTool: (now, was) => `is wrong without a tool in ${percentText(now)} of the cases (was ${percentText(was)})`,
    cascadeShare: (now, was) => `needs one more step after ${percentText(now)} of the missing tools (was ${percentText(was)})`,
  }),
};

const stepsText = (steps: number | null): string => (steps === null ? 'any number of steps' : `${plural(steps, 'step')} at most`);
const moneyText = (usd: number | null): string => (usd === null ? 'any amount' : `${usdText(usd)} at most`);
const timesText = (times: number): string => plural(times, 'time');

function toolChanges(now: readonly LoopTool[], was: readonly LoopTool[]): string[] {
  const sentences: string[] = [];
  for (const tool of now) if (!was.some((other) => other.id === tool.id)) sentences.push(`adds the tool “${toolName(tool)}”`);
  for (const tool of was) if (!now.some((other) => other.id === tool.id)) sentences.push(`removes the tool “${toolName(tool)}”`);
  for (const tool of now) {
    const before = was.find((other) => other.id === tool.id);
    if (before === undefined || isSameData(before, tool)) continue;
    if (before.name !== tool.name) sentences.push(`calls the tool “${toolName(tool)}” (was “${toolName(before)}”)`);
    if (before.share !== tool.share)
      sentences.push(`uses “${toolName(tool)}” in ${percentText(tool.share)} of the steps (was ${percentText(before.share)})`);
    if (before.resultTokens !== tool.resultTokens)
      sentences.push(`“${toolName(tool)}” adds ${numberText(tool.resultTokens)} tokens (was ${numberText(before.resultTokens)})`);
  }
  return sentences.length > 0 ? sentences : ['lists its tools in another order'];
}
