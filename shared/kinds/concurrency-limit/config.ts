import * as z from 'zod';
import { idSchema, ratioSchema } from '../../model/index.ts';
import { failureSetSchema } from '../failure-set.ts';

export const MOST_SLOTS = 1_000_000;
export const LONGEST_QUEUE = 10_000_000;
export const LONGEST_WAIT_MS = 600_000;
export const MOST_PRIORITY_RULES = 16;

/** 0 goes first. */
export const PRIORITIES = [0, 1, 2, 3] as const;
const prioritySchema = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);
export type Priority = z.infer<typeof prioritySchema>;

const priorityRuleSchema = z.strictObject({
  id: idSchema,
  /** Of the column, separated by commas; blanks around a value do not count. */
  values: z.string().max(500).default(''),
  priority: prioritySchema.default(1),
});
export type PriorityRule = z.infer<typeof priorityRuleSchema>;

export const concurrencyLimitSchema = z.strictObject({
  /** Calls below at one time; where it starts when the limit adapts. */
  slots: z.number().int().min(1).max(MOST_SLOTS).default(20),
  /** Calls that may wait for a slot; null = any number, 0 = none waits. */
  queueLength: z.number().int().min(0).max(LONGEST_QUEUE).nullable().default(40),
  /** A call that waited this long is shed. */
  maxWaitMs: z.number().min(1).max(LONGEST_WAIT_MS).default(2_000),
  /** Column of the traffic that `priorities` reads; empty = every call has `priority`. */
  priorityColumn: z.string().max(100).default(''),
  priorities: z.array(priorityRuleSchema).max(MOST_PRIORITY_RULES).default([]),
  /** Of calls that no rule names. */
  priority: prioritySchema.default(0),
  /** Share of the queue that calls of a priority may find filled and still join; priority 0 has all of it. */
  queueShare1: ratioSchema.default(0.75),
  queueShare2: ratioSchema.default(0.5),
  queueShare3: ratioSchema.default(0.25),
  /** How `slots` follows what the calls below show. */
  adapts: z.enum(['fixed', 'aimd', 'gradient2']).default('fixed'),
  minSlots: z.number().int().min(1).max(MOST_SLOTS).default(5),
  maxSlots: z.number().int().min(1).max(MOST_SLOTS).default(200),
  /** `aimd`: factor on the limit when a call is dropped. */
  shrinkBy: z.number().min(0.5).max(0.99).default(0.9),
  /** `aimd`: a call that takes longer counts as dropped. */
  slowMs: z.number().min(1).max(LONGEST_WAIT_MS).default(5_000),
  /** `aimd`: failures that count as dropped. */
  shrinkOn: failureSetSchema.default(['rate-limit', 'timeout']),
  /** `gradient2`: how many times the long-term mean a call may take before the limit shrinks. */
  tolerance: z.number().min(1).max(10).default(1.5),
});
export type ConcurrencyLimitConfig = z.infer<typeof concurrencyLimitSchema>;

/** A new rule without its id, which the form gives. */
export const NEW_PRIORITY_RULE: Omit<PriorityRule, 'id'> = (({ id: _, ...rest }) => rest)(priorityRuleSchema.parse({ id: 'new' }));

export const concurrencyLimitDefaults: ConcurrencyLimitConfig = concurrencyLimitSchema.parse({});

/** Paying users go first; batch work is the first to be refused. */
export const concurrencyLimitExample: ConcurrencyLimitConfig = {
  ...concurrencyLimitDefaults,
  slots: 60,
  queueLength: 120,
  maxWaitMs: 1_500,
  priorityColumn: 'plan',
  priorities: [
    { id: 'p1', values: 'paid, enterprise', priority: 0 },
    { id: 'p2', values: 'batch', priority: 3 },
  ],
  priority: 1,
};

export const valuesOf = (rule: Pick<PriorityRule, 'values'>): readonly string[] =>
  rule.values
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '');

/** Share of the queue by priority. */
export const sharesOf = (config: ConcurrencyLimitConfig): readonly number[] => [
  1,
  config.queueShare1,
  config.queueShare2,
  config.queueShare3,
];

/** How many calls may be waiting for one more to join; the slack is for shares such as 0.29 × 100. */
export const roomFor = (share: number, queueLength: number | null): number =>
  queueLength === null ? Number.POSITIVE_INFINITY : Math.floor(share * queueLength + 1e-9);

/** Priorities that some call can have. */
export function prioritiesInUse(config: ConcurrencyLimitConfig): readonly Priority[] {
  const ruled = config.priorityColumn.trim() === '' ? [] : config.priorities.map((rule) => rule.priority);
  return PRIORITIES.filter((priority) => priority === config.priority || ruled.includes(priority));
}
