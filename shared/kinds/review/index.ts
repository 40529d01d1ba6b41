import type { Assumption } from '../../model/index.ts';
import type { NodeKind } from '../kind.ts';
import { numberText, percentText, usdText } from '../words.ts';
import { prepareReview, type ReviewPlan, type ReviewState, reviewBehavior } from './behavior.ts';
import { reviewBounds } from './bounds.ts';
import { reviewCheck } from './check.ts';
import { type ReviewConfig, reviewDefaults, reviewExample, reviewSchema, WEEKDAYS } from './config.ts';
import { reviewDescribe } from './describe.ts';
import { hoursWords, reviewFace } from './face.ts';
import { reviewFields } from './fields.ts';
import guide from './guide.md?raw';
import { workHoursOf } from './work-hours.ts';

export type { ReviewConfig } from './config.ts';

export const review: NodeKind<ReviewConfig, ReviewPlan, ReviewState> = {
  kind: 'review',
  config: { schema: reviewSchema, defaults: reviewDefaults, example: reviewExample },
  fields: reviewFields,
  face: reviewFace,
  check: reviewCheck,
  behavior: reviewBehavior,
  prepare: prepareReview,
  assumptions,
  describe: reviewDescribe,
  bounds: reviewBounds,
  answers: (config) => ({
    tier: config.tier,
    by: 'a person',
    text: null,
    successRate: null,
    // How long a case waits is a question of how many come, which only a rehearsal can answer.
    p95Ms: null,
    usd: config.usdPerCase,
    basis: [
      `A case takes ${numberText(config.minutesPerCase)} min on average once somebody begins it, and costs ${usdText(config.usdPerCase)}: set by hand, not recorded. How long it waits, a rehearsal tells.`,
    ],
  }),
  guide,
};

function assumptions(config: ReviewConfig, name: string): readonly Assumption[] {
  const found: Assumption[] = [
    {
      subject: name,
      statement: `A case takes ${numberText(config.minutesPerCase)} min on average and ${percentText(config.declineShare)} are declined: set by hand, not recorded.`,
      basis: 'assumed',
    },
    {
      subject: name,
      statement: 'A case that somebody has begun is finished and paid for, also after the end of the shift or when its request is gone.',
      basis: 'model',
    },
  ];
  if (!workHoursOf(config).isAlwaysOpen) {
    found.push({
      subject: name,
      statement: `The traffic starts on ${WEEKDAYS[config.startsOnDay]} at hour ${numberText(config.startsAtHour)}; reviewers are at work ${hoursWords(config)}, without holidays.`,
      basis: 'assumed',
    });
  }
  return found;
}
