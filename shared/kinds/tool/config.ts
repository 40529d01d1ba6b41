import * as z from 'zod';
import { ratioSchema } from '../../model/index.ts';

export const LONGEST_TOOL_MS = 3_600_000;
export const HIGHEST_TOOL_USD = 1000;
export const MOST_SLOTS = 1_000_000;

export const toolSchema = z.strictObject({
  /** `exponential`: mean = `latencyP50Ms` (not its median), as of a model; `constant`: always `latencyP50Ms`. */
  latencyShape: z.enum(['lognormal', 'exponential', 'constant']).default('lognormal'),
  latencyP50Ms: z.number().min(0).max(LONGEST_TOOL_MS).default(150),
  /** Read by the log-normal shape only. */
  latencyP95Ms: z.number().min(0).max(LONGEST_TOOL_MS).default(800),
  /** Share of the calls that end with `tool-failure`; they take as long as the others. */
  failureRate: ratioSchema.default(0.01),
  /** The client's own limit, waiting for a slot included. */
  timeoutMs: z.number().min(1).max(LONGEST_TOOL_MS).default(10_000),
  /** Of one call that was started, whatever becomes of it. */
  usdPerCall: z.number().min(0).max(HIGHEST_TOOL_USD).default(0),
  /** What it does cannot be taken back: a payment, a deletion, a letter. */
  isIrreversible: z.boolean().default(false),
  /** Calls at once; null = any number. */
  slots: z.number().int().min(1).max(MOST_SLOTS).nullable().default(null),
  /** Calls that may wait for a slot; null = any number. Only read when `slots` is set. */
  queueLength: z.number().int().min(0).max(MOST_SLOTS).nullable().default(null),
});
export type ToolConfig = z.infer<typeof toolSchema>;

export const toolDefaults: ToolConfig = toolSchema.parse({});

export const toolExample: ToolConfig = {
  ...toolDefaults,
  latencyP50Ms: 220,
  latencyP95Ms: 1_200,
  failureRate: 0.02,
  timeoutMs: 5_000,
  usdPerCall: 0.002,
  isIrreversible: true,
  slots: 20,
  queueLength: 50,
};
