import { ancestors, type BudgetConfig, configOf, usdText } from '../../kinds/index.ts';
import type { PolicyNode } from '../../model/index.ts';
import type { Report, Rule } from '../rule.ts';

const BREADTH: Readonly<Record<BudgetConfig['scope'], number>> = { request: 0, user: 1, agent: 2 };
const DAYS: Readonly<Record<BudgetConfig['period'], number>> = { day: 1, month: 30 };

export const budgetsOutOfOrder: Rule = {
  id: 'money/budgets-out-of-order',
  severity: 'warning',
  run: ({ policy, graph }) =>
    policy.nodes.flatMap((node) => {
      const config = configOf(node, 'budget');
      if (config === undefined) return [];
      return ancestors(graph, node.id).flatMap((above) => {
        const outer = configOf(above, 'budget');
        return outer === undefined ? [] : inOrder({ node, config }, { node: above, config: outer });
      });
    }),
};

interface Budget {
  readonly node: PolicyNode;
  readonly config: BudgetConfig;
}

function inOrder(a: Budget, b: Budget): Report[] {
  if (a.config.scope === b.config.scope) {
    if (a.config.atLimit === b.config.atLimit || days(a) !== days(b)) return [];
    const [softer, harder] = a.config.atLimit === 'downgrade' ? [a, b] : [b, a];
    if (softer.config.limitUsd < harder.config.limitUsd) return [];
    return [
      {
        nodeId: softer.node.id,
        about: harder.node.id,
        path: ['limitUsd'],
        message: `${softer.node.name} changes to the cheaper way at ${usdText(softer.config.limitUsd)}, but ${harder.node.name} stops everything at ${usdText(harder.config.limitUsd)} before that, so nobody ever gets the cheaper way. Change over at 80 % of the stop, for example.`,
      },
    ];
  }
  const [narrow, broad] = BREADTH[a.config.scope] < BREADTH[b.config.scope] ? [a, b] : [b, a];
  // A limit of a user by the month and one for all by the day say nothing about each other.
  if (days(narrow) > days(broad) || narrow.config.limitUsd <= broad.config.limitUsd) return [];
  return [
    {
      nodeId: narrow.node.id,
      about: broad.node.id,
      path: ['limitUsd'],
      message: `${narrow.node.name} lets one ${narrow.config.scope} spend ${usdText(narrow.config.limitUsd)}, more than the ${usdText(broad.config.limitUsd)} that ${broad.node.name} has for ${broad.config.scope === 'user' ? 'a user' : 'all together'}, so it never acts and one ${narrow.config.scope} can use up everything. Lower it.`,
    },
  ];
}

const days = ({ config }: Budget): number => (config.scope === 'request' ? 0 : DAYS[config.period]);
