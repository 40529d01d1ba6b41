import * as z from 'zod';
import { idSchema, ratioSchema, tokensSchema } from '../../model/index.ts';

export const MOST_TOOLS = 16;
/** An agent without a limit of its own is stopped here, so that a rehearsal ends. */
export const MOST_ITERATIONS = 1000;
export const MOST_RETRIES = 10;
export const HIGHEST_SPENDING_USD = 1_000_000;
export const MOST_STEP_TOKENS = 1_000_000;

const loopToolSchema = z.strictObject({
  /** Names the port: never regenerated. */
  id: idSchema,
  name: z.string().max(60).default(''),
  /** Share of the steps before the last that call this tool; all tools together at most 1, the other steps only think. */
  share: ratioSchema.default(0.5),
  /** What its result adds to the conversation. */
  resultTokens: tokensSchema.max(MOST_STEP_TOKENS).default(400),
});
export type LoopTool = z.infer<typeof loopToolSchema>;

export const agentLoopSchema = z.strictObject({
  tools: z
    .array(loopToolSchema)
    .max(MOST_TOOLS)
    .default([loopToolSchema.parse({ id: 'tool1', share: 0.8 })]),
  /** Mean number of steps (calls of the model) of a task that ends by itself; the last one is the answer. */
  meanSteps: z.number().min(1).max(MOST_ITERATIONS).default(4),
  /** `geometric`: after every step the same chance that one more is needed; `constant`: always the mean, rounded. */
  stepsShape: z.enum(['geometric', 'constant']).default('geometric'),
  /** Share of the requests whose loop never ends by itself; a scenario adds to it. */
  endlessShare: ratioSchema.default(0),
  /** Calls of the model at most, then `loop-limit`; null = no limit but `MOST_ITERATIONS`. */
  maxIterations: z.number().int().min(1).max(MOST_ITERATIONS).nullable().default(12),
  /** Of one request; once it is spent no further step begins (`over-budget`). null = no limit. */
  spendingLimitUsd: z.number().min(0).max(HIGHEST_SPENDING_USD).nullable().default(null),
  /** What a step before the last one writes. */
  stepTokens: tokensSchema.max(MOST_STEP_TOKENS).default(150),
  /** Chance that one more step turns a right answer wrong: the conversation grows and the task drifts. */
  driftPerStep: ratioSchema.default(0),
  /** Further calls of a tool after a failure that may pass. */
  toolRetries: z.number().int().min(0).max(MOST_RETRIES).default(1),
  /** When the retries are used up. */
  onToolFailure: z.enum(['go-on', 'fail']).default('go-on'),
  /** `go-on` only: chance that an answer without that tool's result is wrong. */
  wrongWithoutTool: ratioSchema.default(0.3),
  /** `go-on` only: chance that a failed tool makes one further step with a tool call necessary. */
  cascadeShare: ratioSchema.default(0),
});
export type AgentLoopConfig = z.infer<typeof agentLoopSchema>;

/** A new tool without its id, which the form gives. */
export const NEW_TOOL: Omit<LoopTool, 'id'> = (({ id: _, ...rest }) => rest)(loopToolSchema.parse({ id: 'new' }));

export const agentLoopDefaults: AgentLoopConfig = agentLoopSchema.parse({});

export const agentLoopExample: AgentLoopConfig = {
  ...agentLoopDefaults,
  tools: [
    { id: 'tool1', name: 'Search', share: 0.6, resultTokens: 1_200 },
    { id: 'tool2', name: 'Order system', share: 0.3, resultTokens: 300 },
  ],
  meanSteps: 5,
  endlessShare: 0.002,
  maxIterations: 15,
  spendingLimitUsd: 0.5,
  driftPerStep: 0.01,
  cascadeShare: 0.2,
};
