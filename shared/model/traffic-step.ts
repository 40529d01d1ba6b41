import * as z from 'zod';

/** What can be done to a traffic before it is rehearsed on. Each step makes a new traffic of the one before; times count from its first request. */

const instantMs = z
  .number()
  .min(0)
  .max(3660 * 86_400_000);
const seed = z.number().int().min(0).max(0xffffffff);

/** Largest load that a scaled traffic may have, in times the recorded one. */
export const MOST_TIMES = 20;
/** Longest traffic that is made of a shorter one. */
export const LONGEST_MADE_MS = 366 * 86_400_000;

export const trafficStepSchema = z.discriminatedUnion('kind', [
  /** Requests that arrived from `fromMs` on and before `toMs`. */
  z.strictObject({ kind: z.literal('window'), fromMs: instantMs, toMs: instantMs }),
  /** Requests whose column has one of the values; "" = a missing value. `key`: of a metadata column, and of no other. */
  z.strictObject({
    kind: z.literal('keep'),
    column: z.enum(['user', 'model', 'provider', 'metadata']),
    key: z.string().max(400).optional(),
    values: z.array(z.string().max(4000)).min(1).max(1000),
  }),
  /** `factor` times the load: below 1 requests are left out by chance, above 1 displaced copies are laid over. */
  z.strictObject({ kind: z.literal('scale'), factor: z.number().min(0.001).max(MOST_TIMES), seed }),
  /** A longer traffic of blocks of this one, each at its own time of day. */
  z.strictObject({ kind: z.literal('lengthen'), toMs: z.number().min(1).max(LONGEST_MADE_MS), seed }),
]);
export type TrafficStep = z.infer<typeof trafficStepSchema>;

/** How a traffic was made of a recorded or generated one. */
export interface MadeFrom {
  readonly label: string;
  /** Of the log's file that the first traffic was read from. */
  readonly sha256: string;
  readonly steps: readonly TrafficStep[];
  /** What each step did, in a sentence. */
  readonly sentences: readonly string[];
}
