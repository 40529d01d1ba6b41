import { answersOf } from '../../kinds/index.ts';
import { signOffState, subjectOf } from '../../tiers/index.ts';
import type { Report, Rule } from '../rule.ts';

/** Which figures an answer has is not part of what is signed. */
const NO_TOKENS = { inputTokens: 0, outputTokens: 0, longOutputTokens: 0 };

/** For whoever changes the drawing: somebody stands for what it was. */
export const signedForSomethingElse: Rule = {
  id: 'tiers/signed-for-something-else',
  severity: 'info',
  run: ({ policy, entries }) =>
    entries.flatMap((entry): Report[] => {
      const signed = policy.promises.filter(({ entryId, signOff }) => entryId === entry.id && signOff !== null);
      if (signed.length === 0) return [];
      const answers = answersOf(policy, entry.id, NO_TOKENS);
      return signed.flatMap(({ tier, text, signOff }): Report[] => {
        const here = answers.filter((answer) => answer.tier === tier);
        const state = signOffState(signOff, subjectOf(text, here));
        if (state.state !== 'out-of-date') return [];
        const what = state.changes.some(({ part }) => part === 'answer') ? 'what answers there' : 'its promise';
        return [
          {
            nodeId: entry.id,
            about: `tier-${tier}`,
            message: `${state.signOff.owner} signed tier ${tier} of ${entry.name}, but ${what} has changed since, so nobody stands for what users get now. Have it signed again on the tier board, or take the change back.`,
          },
        ];
      });
    }),
};
