import type { Describe } from '../kind.ts';
import { percentText, plural, sentencesFor, usdText } from '../words.ts';
import { type ExecutionGuardConfig, rolesOf } from './config.ts';

const APPROVAL_WORDS: Readonly<Record<ExecutionGuardConfig['approval'], string>> = {
  none: 'no calls',
  irreversible: 'calls that cannot be undone',
  'every-call': 'every call',
};

export const executionGuardDescribe: Describe<ExecutionGuardConfig> = {
  changes: sentencesFor<ExecutionGuardConfig>({
    roleColumn: (now, was) => `looks at ${columnText(now)} (was ${columnText(was)})`,
    allowedRoles: (_now, _was, config, previous) => `lets ${rolesText(config)} pass (was ${rolesText(previous)})`,
    maxCallsPerRequest: (now, was) => `allows ${callsText(now)} a request (was ${callsText(was)})`,
    spendingLimitUsd: (now, was) => `allows ${moneyText(now)} a request (was ${moneyText(was)})`,
    approval: (now, was) => `asks people about ${APPROVAL_WORDS[now]} (was ${APPROVAL_WORDS[was]})`,
    approvalShare: (now, was) => `asks about ${percentText(now)} of them (was ${percentText(was)})`,
  }),
};

const columnText = (column: string): string => (column.trim() === '' ? 'no roles' : `the column ${column.trim()}`);
const callsText = (calls: number | null): string => (calls === null ? 'any number of calls' : plural(calls, 'call'));
const moneyText = (usd: number | null): string => (usd === null ? 'any spending' : usdText(usd));

function rolesText(config: ExecutionGuardConfig): string {
  const roles = rolesOf(config);
  return roles.length === 0 ? 'no role' : roles.join(', ');
}
