import { failureSetChange } from '../failure-set.ts';
import type { Describe } from '../kind.ts';
import { durationText, numberText, percentText, sentencesFor } from '../words.ts';
import type { ConcurrencyLimitConfig, PriorityRule } from './config.ts';

const ADAPTS: Readonly<Record<ConcurrencyLimitConfig['adapts'], string>> = {
  fixed: 'keeps its limit',
  aimd: 'adapts its limit by AIMD',
  gradient2: 'adapts its limit by Gradient2',
};

const called = (text: string): string => (text === '' ? 'no column' : `“${text}”`);
const waiting = (length: number | null): string => (length === null ? 'any number wait' : `${numberText(length)} wait`);
const share = (priority: number) => (now: number, was: number) =>
  `lets priority ${priority} fill ${percentText(now)} of the queue (was ${percentText(was)})`;

export const concurrencyLimitDescribe: Describe<ConcurrencyLimitConfig> = {
  changes: sentencesFor<ConcurrencyLimitConfig>({
    slots: (now, was) => `lets ${numberText(now)} through at a time (was ${numberText(was)})`,
    queueLength: (now, was) => `lets ${waiting(now)} (was ${waiting(was)})`,
    maxWaitMs: (now, was) => `lets a call wait for ${durationText(now)} (was ${durationText(was)})`,
    priorityColumn: (now, was) => `reads priorities from ${called(now)} (was ${called(was)})`,
    priorities: (now, was) => `has the priorities ${rulesText(now)} (was ${rulesText(was)})`,
    priority: (now, was) => `gives calls that no rule names priority ${now} (was ${was})`,
    queueShare1: share(1),
    queueShare2: share(2),
    queueShare3: share(3),
    adapts: (now, was) => `${ADAPTS[now]} (was: ${ADAPTS[was]})`,
    minSlots: (now, was) => `keeps at least ${numberText(now)} slots (was ${numberText(was)})`,
    maxSlots: (now, was) => `adapts to at most ${numberText(now)} slots (was ${numberText(was)})`,
    shrinkBy: (now, was) => `shrinks to ${percentText(now)} when a call is dropped (was ${percentText(was)})`,
    slowMs: (now, was) => `takes a call of more than ${durationText(now)} for dropped (was ${durationText(was)})`,
    shrinkOn: (now, was) => failureSetChange(now, was, 'shrinks on'),
    tolerance: (now, was) => `tolerates ${numberText(now)} times the mean (was ${numberText(was)})`,
  }),
};

const rulesText = (rules: readonly PriorityRule[]): string =>
  rules.length === 0
    ? 'none'
    : rules.map((rule) => `${rule.id}: ${rule.values === '' ? 'nothing' : rule.values} → ${rule.priority}`).join('; ');
