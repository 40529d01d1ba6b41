import type { Field } from '../kind.ts';
import { LONGEST_BUDGET_MS, SHORTEST_BUDGET_MS } from './config.ts';

export const deadlineFields: readonly Field[] = [
  {
    key: 'budgetMs',
    label: 'Time for everything below',
    help: 'Calls, waits and retries together must fit in; more lets more be tried, less frees the user sooner.',
    control: { kind: 'duration', minMs: SHORTEST_BUDGET_MS, maxMs: LONGEST_BUDGET_MS, unit: 's' },
  },
];
