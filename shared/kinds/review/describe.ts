import type { Describe } from '../kind.ts';
import { TIER_NAMES } from '../tier.ts';
import { durationText, numberText, percentText, sentencesFor, usdText } from '../words.ts';
import { type ReviewConfig, WEEKDAYS } from './config.ts';

const HOURS = { always: 'day and night', shift: 'in a daily shift' } as const;
const DAYS = { 'monday-to-friday': 'Monday to Friday', 'monday-to-saturday': 'Monday to Saturday', 'every-day': 'every day' } as const;
const SHAPES = { lognormal: 'log-normally', exponential: 'exponentially', constant: 'not at all' } as const;
const PATIENCE = { exponential: 'for a time that differs', constant: 'for a fixed time', endless: 'without end' } as const;
const GIVEN_UP = { approve: 'approves', decline: 'declines', fail: 'times out' } as const;

export const reviewDescribe: Describe<ReviewConfig> = {
  changes: sentencesFor<ReviewConfig>({
    people: (now, was) => `has ${numberText(now)} at work (was ${numberText(was)})`,
    hours: (now, was) => `is at work ${HOURS[now]} (was ${HOURS[was]})`,
    fromHour: (now, was) => `starts at hour ${numberText(now)} (was ${numberText(was)})`,
    toHour: (now, was) => `ends at hour ${numberText(now)} (was ${numberText(was)})`,
    days: (now, was) => `works ${DAYS[now]} (was ${DAYS[was]})`,
    startsOnDay: (now, was) => `takes the traffic to start on ${WEEKDAYS[now]} (was ${WEEKDAYS[was]})`,
    startsAtHour: (now, was) => `takes the traffic to start at hour ${numberText(now)} (was ${numberText(was)})`,
    minutesPerCase: (now, was) => `takes ${numberText(now)} min for a case (was ${numberText(was)} min)`,
    caseShape: (now, was) => `has cases that differ ${SHAPES[now]} (was ${SHAPES[was]})`,
    caseVariation: (now, was) => `has cases with a variation of ${numberText(now)} (was ${numberText(was)})`,
    patienceShape: (now, was) => `is waited for ${PATIENCE[now]} (was ${PATIENCE[was]})`,
    patienceMs: (now, was) => `is given up after ${durationText(now)} (was ${durationText(was)})`,
    whenTooLate: (now, was) => `${GIVEN_UP[now]} what nobody took in time (was: ${GIVEN_UP[was]})`,
    slaMs: (now, was) => `promises a decision within ${durationText(now)} (was ${durationText(was)})`,
    declineShare: (now, was) => `declines ${percentText(now)} of the cases (was ${percentText(was)})`,
    usdPerCase: (now, was) => `costs ${usdText(now)} a case (was ${usdText(was)})`,
    tier: (now, was) => `answers on tier ${now}, ${TIER_NAMES[now]} (was ${was}, ${TIER_NAMES[was]})`,
  }),
};
