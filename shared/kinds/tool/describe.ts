import type { Describe } from '../kind.ts';
import { durationText, percentText, plural, sentencesFor, usdText } from '../words.ts';
import type { ToolConfig } from './config.ts';

const callsText = (count: number | null): string => (count === null ? 'any number of calls' : plural(count, 'call'));

export const toolDescribe: Describe<ToolConfig> = {
  changes: sentencesFor<ToolConfig>({
    latencyShape: (now, was) => `has ${now} latency (was ${was})`,
    latencyP50Ms: (now, was) => `takes ${durationText(now)} at P50 (was ${durationText(was)})`,
    latencyP95Ms: (now, was) => `takes ${durationText(now)} at P95 (was ${durationText(was)})`,
    failureRate: (now, was) => `fails ${percentText(now)} of its calls (was ${percentText(was)})`,
    timeoutMs: (now, was) => `is given up after ${durationText(now)} (was ${durationText(was)})`,
    usdPerCall: (now, was) => `costs ${usdText(now)} a call (was ${usdText(was)})`,
    isIrreversible: (now) => (now ? 'is marked as impossible to undo' : 'is no longer marked as impossible to undo'),
    slots: (now, was) => `serves ${callsText(now)} at once (was ${callsText(was)})`,
    queueLength: (now, was) => `lets ${callsText(now)} wait (was ${callsText(was)})`,
  }),
};
