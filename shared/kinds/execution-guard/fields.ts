import type { Field } from '../kind.ts';
import { HIGHEST_SPENDING_USD, MOST_CALLS } from './config.ts';

export const executionGuardFields: readonly Field[] = [
  {
    key: 'roleColumn',
    label: 'Role column',
    help: 'Column of the traffic that says in whose role the request acts; empty when roles are not looked at.',
    control: { kind: 'text', maxLength: 100, placeholder: 'role' },
  },
  {
    key: 'allowedRoles',
    label: 'Allowed roles',
    help: 'Roles that may pass, with commas between them; all others, and requests without a role, are blocked.',
    control: { kind: 'text', maxLength: 500, placeholder: 'agent, supervisor' },
  },
  {
    key: 'maxCallsPerRequest',
    label: 'Calls a request',
    help: 'How many calls of one request may pass; the next one fails with a loop limit and so ends the agent.',
    control: { kind: 'optional-number', min: 1, max: MOST_CALLS, step: 1, unit: 'calls', absent: 'no limit' },
  },
  {
    key: 'spendingLimitUsd',
    label: 'Spending a request',
    help: 'Once one request has spent this much below here, no further call passes; the last one may go beyond it.',
    control: { kind: 'optional-number', min: 0, max: HIGHEST_SPENDING_USD, step: 0.1, unit: 'USD', absent: 'no limit' },
  },
  {
    key: 'approval',
    label: 'People approve',
    help: 'Which calls wait until a person has said yes.',
    control: {
      kind: 'choice',
      options: [
        { value: 'none', label: 'Nothing', help: 'No call waits for people.' },
        { value: 'irreversible', label: 'What cannot be undone', help: 'Calls that lead to a tool marked so.' },
        { value: 'every-call', label: 'Every call', help: 'Whatever stands below.' },
      ],
    },
  },
  {
    key: 'approvalShare',
    label: 'Share of them',
    help: 'Share of those calls that really need approval; a larger one needs more people.',
    control: { kind: 'ratio' },
    shownWhen: { key: 'approval', isOneOf: ['irreversible', 'every-call'] },
  },
];
