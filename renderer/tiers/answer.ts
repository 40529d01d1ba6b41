import { shortened } from '../../shared/kinds/index.ts';
import type { RunResult } from '../../shared/model/index.ts';
import type { BoardSummary, Capability, TierBoard } from '../../shared/tiers/index.ts';
import { shareText, words } from '../words/index.ts';

export interface Answer {
  readonly tone: 'good' | 'warning' | 'bad';
  readonly text: string;
}

const LONGEST_NAME = 28;
const namesOf = (capabilities: readonly Capability[]): readonly string[] => capabilities.map(({ name }) => shortened(name, LONGEST_NAME));

const hasAnswer = ({ cells }: Capability, from: number): boolean => cells.slice(from).some(({ answers }) => answers.length > 0);

/** Answers the room's question, from the drawing and, where it is of this very policy, from the last run. */
export function answerOf({ capabilities }: TierBoard, run: Pick<RunResult, 'requests' | 'outcomes'> | null): Answer {
  const { answer } = words.tiers;
  if (capabilities.length === 0) return { tone: 'warning', text: answer.noCapability };
  const silent = capabilities.filter((capability) => !hasAnswer(capability, 0));
  if (silent.length > 0) return { tone: 'bad', text: answer.nothingYet(namesOf(silent)) };
  const alone = capabilities.filter((capability) => !hasAnswer(capability, 1));
  if (alone.length > 0) return { tone: 'bad', text: answer.nothingAtAll(namesOf(alone)) };
  if (run === null || run.requests === 0) return { tone: 'good', text: answer.allAnswered(capabilities.length) };
  const [, second = 0, third = 0] = run.outcomes.answeredByTier;
  if (second + third === 0) return { tone: 'good', text: answer.neverNeeded };
  return { tone: 'good', text: answer.inLastRun(shareText(second / run.requests), shareText(third / run.requests)) };
}

/** "3 of 6 signed, 1 out of date" */
export function summaryText({ cells, signed, outOfDate }: BoardSummary): string {
  const { summary } = words.tiers;
  if (cells === 0) return summary.nothing;
  return `${summary.signed(signed, cells)}${outOfDate > 0 ? `, ${summary.outOfDate(outOfDate)}` : ''}`;
}

/** What an empty cell means for the users of its capability, in one sentence. */
export function gapText({ cells }: Capability, tier: 1 | 2 | 3): string {
  const { gap } = words.tiers;
  const [first, second, third] = cells.map(({ answers }) => answers.length > 0);
  if (!first && !second && !third) return gap.nothing[tier];
  if (tier === 1) return gap.first;
  if (tier === 2) return third ? gap.secondWithThird : gap.secondAlone;
  return second ? gap.thirdWithSecond : gap.thirdAlone;
}
