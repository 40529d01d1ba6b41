import type { Describe } from '../kind.ts';
import { numberText, percentText, sentencesFor, usdText } from '../words.ts';
import type { BudgetConfig } from './config.ts';
import { limitText } from './money.ts';

const ACCOUNTS: Readonly<Record<BudgetConfig['scope'], string>> = {
  request: 'each request',
  user: 'each user',
  agent: 'all requests together',
};

export const budgetDescribe: Describe<BudgetConfig> = {
  changes: sentencesFor<BudgetConfig>({
    scope: (now, was) => `counts for ${ACCOUNTS[now]} (was ${ACCOUNTS[was]})`,
    limitUsd: (now, was) => `allows ${limitText(now)} (was ${limitText(was)})`,
    period: (now, was) => `starts again every ${now} (was every ${was})`,
    limitTokens: (now, was) =>
      `allows ${now === null ? 'any number of tokens' : `${numberText(now)} tokens`} a request (was ${was === null ? 'any number' : numberText(was)})`,
    alertAt: (now, was) => `alerts at ${percentText(now)} (was ${percentText(was)})`,
    reserveUsd: (now, was) => `holds back ${usdText(now)} for a request (was ${usdText(was)})`,
    atLimit: (now) => (now === 'downgrade' ? 'downgrades when used up instead of stopping' : 'stops when used up instead of downgrading'),
    spentAtStartUsd: (now, was) => `starts with ${limitText(now)} spent (was ${limitText(was)})`,
  }),
};
