import { answersOf, type Tier, type TierAnswer } from '../../kinds/index.ts';
import type { PolicyNode } from '../../model/index.ts';
import type { Report, Rule, RuleContext } from '../rule.ts';

/** The two sides of a tier: what users are promised there, and what answers there. Only of capabilities whose tiers somebody began to describe. */

const TIERS: readonly Tier[] = [1, 2, 3];
/** Which figures an answer has makes no difference to where it stands. */
const NO_TOKENS = { inputTokens: 0, outputTokens: 0, longOutputTokens: 0 };

interface Side {
  readonly entry: PolicyNode;
  readonly tier: Tier;
  readonly isPromised: boolean;
  readonly answers: readonly TierAnswer[];
}

function sidesOf({ policy, entries }: RuleContext): readonly Side[] {
  return entries.flatMap((entry) => {
    const promised = new Set(
      policy.promises.filter(({ entryId, text }) => entryId === entry.id && text.trim() !== '').map(({ tier }) => tier),
    );
    if (promised.size === 0) return [];
    const answers = answersOf(policy, entry.id, NO_TOKENS);
    return TIERS.map((tier) => ({
      entry,
      tier,
      isPromised: promised.has(tier),
      answers: answers.filter((answer) => answer.tier === tier),
    }));
  });
}

export const answersWithoutPromise: Rule = {
  id: 'tiers/answers-without-promise',
  severity: 'info',
  run: (context) =>
    sidesOf(context)
      .filter(({ isPromised, answers }) => !isPromised && answers.length > 0)
      .map(
        ({ entry, tier, answers }): Report => ({
          nodeId: entry.id,
          about: `tier-${tier}`,
          message: `${answers[0]?.name} answers for ${entry.name} at tier ${tier}, but nobody wrote what users get there, so nobody can stand for it. Write it on the tier board.`,
        }),
      ),
};

export const promiseWithoutAnswer: Rule = {
  id: 'tiers/promise-without-answer',
  severity: 'warning',
  run: (context) =>
    sidesOf(context)
      .filter(({ isPromised, answers }) => isPromised && answers.length === 0)
      .map(
        ({ entry, tier }): Report => ({
          nodeId: entry.id,
          about: `tier-${tier}`,
          message: `${entry.name} promises something at tier ${tier}, but nothing answers there, so nobody ever gets it. Give an answer that tier, or take the promise back on the tier board.`,
        }),
      ),
};
