import * as z from 'zod';
import { ratioSchema } from '../../model/index.ts';

export const MOST_CALLS = 100_000;
export const HIGHEST_SPENDING_USD = 1_000_000;

export const APPROVALS = ['none', 'irreversible', 'every-call'] as const;

export const executionGuardSchema = z.strictObject({
  /** Column of the traffic with the role of the user or the agent; empty = roles are not looked at. */
  roleColumn: z.string().max(100).default(''),
  /** Separated by commas; blanks around a role do not count. */
  allowedRoles: z.string().max(500).default(''),
  /** Calls of one request that may pass; null = no limit. */
  maxCallsPerRequest: z.number().int().min(1).max(MOST_CALLS).nullable().default(20),
  /** Spent below this guard by one request; once reached, no further call passes. null = no limit. */
  spendingLimitUsd: z.number().min(0).max(HIGHEST_SPENDING_USD).nullable().default(null),
  /** Whose calls people approve first. `irreversible`: all calls, if a tool below cannot be undone. */
  approval: z.enum(APPROVALS).default('none'),
  /** Share of those calls that really need it: a refund above a limit, for example. */
  approvalShare: ratioSchema.default(1),
});
export type ExecutionGuardConfig = z.infer<typeof executionGuardSchema>;

export const executionGuardDefaults: ExecutionGuardConfig = executionGuardSchema.parse({});

export const executionGuardExample: ExecutionGuardConfig = {
  roleColumn: 'role',
  allowedRoles: 'agent, supervisor',
  maxCallsPerRequest: 5,
  spendingLimitUsd: 1,
  approval: 'irreversible',
  approvalShare: 0.15,
};

export const rolesOf = (config: Pick<ExecutionGuardConfig, 'allowedRoles'>): readonly string[] =>
  config.allowedRoles
    .split(',')
    .map((role) => role.trim())
    .filter((role) => role !== '');
