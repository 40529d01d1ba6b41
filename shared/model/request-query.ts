import * as z from 'zod';
import { FAILURE_CLASSES } from './failure.ts';

/** Which requests of a run to look for. */

export const REQUEST_ORDERS = ['slowest', 'fastest', 'dearest', 'arrival'] as const;
export type RequestOrder = (typeof REQUEST_ORDERS)[number];

/** How a request ended: by a tier, by what stopped it, or by one failure class. `failed` is every class but `blocked-by-guard`. */
export const REQUEST_ENDS = ['any', 'tier-1', 'tier-2', 'tier-3', 'blocked', 'failed', ...FAILURE_CLASSES] as const;
export type RequestEnd = (typeof REQUEST_ENDS)[number];

export const MOST_FOUND_REQUESTS = 200;

export const requestQuerySchema = z.strictObject({
  end: z.enum(REQUEST_ENDS as unknown as [RequestEnd, ...RequestEnd[]]),
  order: z.enum(REQUEST_ORDERS),
  /** Exactly as the traffic names the user; null = whoever. */
  user: z.string().max(1000).nullable(),
  /** Arrived at or after, and before: ms since the first request. null = no bound. */
  fromMs: z.number().nullable(),
  toMs: z.number().nullable(),
  /** Took at least, and at most. null = no bound. */
  minLatencyMs: z.number().min(0).nullable(),
  maxLatencyMs: z.number().min(0).nullable(),
  /** How many to keep, the first in the order asked. */
  limit: z.number().int().min(1).max(MOST_FOUND_REQUESTS),
});
export type RequestQuery = z.infer<typeof requestQuerySchema>;

export const ANY_REQUEST: RequestQuery = {
  end: 'any',
  order: 'slowest',
  user: null,
  fromMs: null,
  toMs: null,
  minLatencyMs: null,
  maxLatencyMs: null,
  limit: 50,
};
