import type { Assumption } from '../../model/index.ts';
import type { NodeKind } from '../kind.ts';
import { usdText } from '../words.ts';
import { type BudgetPlan, type BudgetState, budgetBehavior, prepareBudget } from './behavior.ts';
import { budgetBounds } from './bounds.ts';
import { budgetCheck } from './check.ts';
import { type BudgetConfig, budgetDefaults, budgetExample, budgetSchema } from './config.ts';
import { budgetDescribe } from './describe.ts';
import { budgetFace } from './face.ts';
import { budgetFields } from './fields.ts';
import guide from './guide.md?raw';
import { limitText } from './money.ts';

export type { BudgetConfig } from './config.ts';

export const budget: NodeKind<BudgetConfig, BudgetPlan, BudgetState> = {
  kind: 'budget',
  config: { schema: budgetSchema, defaults: budgetDefaults, example: budgetExample },
  fields: budgetFields,
  face: budgetFace,
  check: budgetCheck,
  behavior: budgetBehavior,
  prepare: prepareBudget,
  assumptions,
  describe: budgetDescribe,
  bounds: budgetBounds,
  guide,
};

function assumptions(config: BudgetConfig, name: string): readonly Assumption[] {
  const found: Assumption[] = [
    {
      subject: name,
      statement: `${usdText(config.reserveUsd)} are held back for a request until its bill is known: set by hand.`,
      basis: 'assumed',
    },
  ];
  if (config.scope !== 'request') {
    found.push({ subject: name, statement: `The first ${config.period} begins with the first request of the traffic.`, basis: 'model' });
  }
  if (config.scope === 'agent') {
    found.push({
      subject: name,
      statement: `${limitText(config.spentAtStartUsd)} are spent before the first request: set by hand.`,
      basis: 'assumed',
    });
  }
  return found;
}
