import type { Assumption } from '../../model/index.ts';
import type { NodeKind } from '../kind.ts';
import { percentText } from '../words.ts';
import type { Accounts } from './accounts.ts';
import { type ExecutionGuardPlan, executionGuardBehavior, prepareExecutionGuard } from './behavior.ts';
import { executionGuardBounds } from './bounds.ts';
import { executionGuardCheck } from './check.ts';
import { type ExecutionGuardConfig, executionGuardDefaults, executionGuardExample, executionGuardSchema } from './config.ts';
import { executionGuardDescribe } from './describe.ts';
import { executionGuardFace, forbidden } from './face.ts';
import { executionGuardFields } from './fields.ts';
import guide from './guide.md?raw';

export type { ExecutionGuardConfig } from './config.ts';

export const executionGuard: NodeKind<ExecutionGuardConfig, ExecutionGuardPlan, Accounts> = {
  kind: 'execution-guard',
  config: { schema: executionGuardSchema, defaults: executionGuardDefaults, example: executionGuardExample },
  fields: executionGuardFields,
  face: executionGuardFace,
  check: executionGuardCheck,
  behavior: executionGuardBehavior,
  prepare: prepareExecutionGuard,
  assumptions,
  describe: executionGuardDescribe,
  bounds: executionGuardBounds,
  passesOn: () => ['next'],
  defence: (config) => ({ layer: 'execution', looksFor: forbidden(config), stops: true }),
  guide,
};

function assumptions(config: ExecutionGuardConfig, name: string): readonly Assumption[] {
  const found: Assumption[] = [];
  if (config.roleColumn.trim() !== '') {
    found.push({
      subject: name,
      statement: `Roles are those of the traffic's column ${config.roleColumn.trim()}; a request without one is blocked.`,
      basis: 'recorded',
    });
  }
  if (config.approval !== 'none') {
    found.push({
      subject: name,
      statement: `${percentText(config.approvalShare)} of the calls in question need approval: set by hand, not recorded.`,
      basis: 'assumed',
    });
  }
  if (config.spendingLimitUsd !== null) {
    found.push({
      subject: name,
      statement: 'A request that has not come by for an hour may start its spending from nothing.',
      basis: 'model',
    });
  }
  return found;
}
