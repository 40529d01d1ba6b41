import { hashOf } from '../../dice/index.ts';
import type { Behavior, Context } from '../../engine/index.ts';
import { ANSWERED, flawBit, NO_TARGET, outcomeMask, outcomeOf, type Ratio, RETRYABLE_FAILURES, type Usd } from '../../model/index.ts';
import type { Wiring } from '../kind.ts';
import { type AgentLoopConfig, MOST_ITERATIONS } from './config.ts';

export interface AgentLoopPlan {
  readonly model: number;
  /** Port, result and running sum of the shares, tool by tool. */
  readonly toolPorts: readonly number[];
  readonly toolTokens: readonly number[];
  readonly shareSums: readonly Ratio[];
  readonly conditionTarget: number;
  /** Logarithm of the chance that one more step is needed; −Infinity = one step. 0 when the number is constant. */
  readonly logMore: number;
  readonly constantSteps: number;
  readonly endlessTopic: number;
  readonly endlessShare: Ratio;
  readonly maxIterations: number;
  readonly spendingLimitUsd: Usd;
  readonly stepTokens: number;
  readonly driftPerStep: Ratio;
  readonly toolRetries: number;
  readonly failsWithTool: boolean;
  readonly wrongWithoutTool: Ratio;
  readonly cascadeShare: Ratio;
}

/** Registers. */
const STEPS_MADE = 0;
/** Infinity for a loop that does not end by itself. */
const STEPS_WANTED = 1;
/** Tokens of the answer, as the call brought them: steps in between write others. */
const ANSWER_TOKENS = 2;
/** Packed: see below. */
const NOTES = 3;

/** NOTES: flaws of the steps so far (bits 0–15), the tool in use (16–20), its failed calls (21–24), and whether the next step must call one (25). */
const FLAW_BITS = 0xffff;
const TOOL_AT = 16;
const TOOL_BITS = 0x1f << TOOL_AT;
const RETRIES_AT = 21;
const RETRY_BITS = 0xf << RETRIES_AT;
const MUST_CALL = 1 << 25;

/** Purposes of the dice: appended only, or seeds change their meaning. */
const TOOL_LUCK = 0;
const WITHOUT_TOOL_LUCK = 1;
const CASCADE_LUCK = 2;
const DRIFT_LUCK = 3;

/** How long a task is, is true of the request: a retry of the whole loop finds the same task, and so does a loop in another policy. */
const LENGTH_TOPIC = hashOf('agent steps');

/** Beyond any window; keeps a conversation that swells for a thousand steps a whole number that the engine takes. */
const MOST_CONVERSATION_TOKENS = 2 ** 30;

const STEP = 0;
const TOOL_CALL = 1;
const TOOL_FAILED = 2;
const WENT_ON_WITHOUT = 3;
const EXTRA_STEP = 4;
const LOOP_LIMIT_REACHED = 5;
const SPENDING_LIMIT_REACHED = 6;

const LOOP_LIMIT = outcomeOf('loop-limit');
const OVER_BUDGET = outcomeOf('over-budget');
const TOOL_FAILURE = outcomeOf('tool-failure');
const BLOCKED = outcomeOf('blocked-by-guard');
const RETRYABLE = outcomeMask(RETRYABLE_FAILURES);
/** What an execution guard says to the loop as a whole, and not about one tool. */
const ENDS_THE_LOOP = outcomeMask(['loop-limit', 'over-budget']);

const WRONG = flawBit('wrong');
const MALFORMED_CALL = flawBit('malformed-call');
/** What a step in between spoils for the answer. What only the reader of a text suffers from (a leak, a harmful word) is no matter in a thought. */
const CARRIED = WRONG | flawBit('hallucinated') | flawBit('stale');

export function prepareAgentLoop(config: AgentLoopConfig, wiring: Wiring): AgentLoopPlan {
  const isConstant = config.stepsShape === 'constant';
  let sum = 0;
  return {
    model: wiring.port('model'),
    toolPorts: config.tools.map((tool) => wiring.port(tool.id)),
    toolTokens: config.tools.map((tool) => tool.resultTokens),
    shareSums: config.tools.map((tool) => (sum += tool.share)),
    conditionTarget: wiring.nodeTarget(),
    logMore: isConstant ? 0 : Math.log((config.meanSteps - 1) / config.meanSteps),
    constantSteps: Math.round(config.meanSteps),
    endlessTopic: hashOf(`${wiring.nodeId}/endless`),
    endlessShare: config.endlessShare,
    maxIterations: config.maxIterations ?? MOST_ITERATIONS,
    spendingLimitUsd: config.spendingLimitUsd ?? Number.POSITIVE_INFINITY,
    stepTokens: config.stepTokens,
    driftPerStep: config.driftPerStep,
    toolRetries: config.toolRetries,
    failsWithTool: config.onToolFailure === 'fail',
    wrongWithoutTool: config.wrongWithoutTool,
    cascadeShare: config.cascadeShare,
  };
}

export const agentLoopBehavior: Behavior<AgentLoopPlan, null> = {
  facts: [
    'steps',
    'tool calls',
    'failed tool calls',
    'went on without a tool',
    'extra steps',
    'stopped by loop limit',
    'stopped by spending limit',
  ],
  createState: () => null,

  onCall(plan, _state, context) {
    context.setNumber(STEPS_WANTED, drawSteps(plan, context));
    context.setNumber(ANSWER_TOKENS, context.outputTokens);
    startStep(plan, context);
  },

  onReply(plan, _state, context) {
    const notes = context.getNumber(NOTES);
    if (context.replyPort !== plan.model) endToolCall(plan, notes, context);
    else if (context.outcome !== ANSWERED) context.forward();
    else if (isLastStep(context)) finish(plan, notes, context);
    else endThought(plan, notes, context);
  },
};

const isLastStep = (context: Context): boolean => context.getNumber(STEPS_MADE) >= context.getNumber(STEPS_WANTED);

function startStep(plan: AgentLoopPlan, context: Context): void {
  const made = context.getNumber(STEPS_MADE);
  if (made >= plan.maxIterations) {
    context.note(LOOP_LIMIT_REACHED);
    context.fail(LOOP_LIMIT);
    return;
  }
  if (plan.spendingLimitUsd !== Number.POSITIVE_INFINITY && context.spentUsd >= plan.spendingLimitUsd) {
    context.note(SPENDING_LIMIT_REACHED);
    context.fail(OVER_BUDGET);
    return;
  }
  context.setNumber(STEPS_MADE, made + 1);
  context.setTokens(context.inputTokens, isLastStep(context) ? context.getNumber(ANSWER_TOKENS) : plan.stepTokens);
  context.note(STEP);
  context.call(plan.model);
}

/** A step in between has been thought: its words stay in the conversation, and it may want a tool. */
function endThought(plan: AgentLoopPlan, notes: number, context: Context): void {
  context.buildOn();
  context.setTokens(grown(plan, plan.stepTokens, context), context.outputTokens);
  const step = context.getNumber(STEPS_MADE);
  const tool = chooseTool(plan, (notes & MUST_CALL) !== 0, step, context);
  let next = (notes & FLAW_BITS) | (context.replyFlaws & CARRIED);
  if (tool < 0) {
    context.setNumber(NOTES, next);
    startStep(plan, context);
    return;
  }
  next |= tool << TOOL_AT;
  // The tool does not understand what it is asked for: the same call again would fail again.
  if ((context.replyFlaws & MALFORMED_CALL) !== 0) {
    context.note(TOOL_FAILED);
    goOnWithout(plan, next, TOOL_FAILURE, context);
  } else callTool(plan, next, context);
}

/** Tokens of the conversation with what a step has added to it: more than usual where a scenario lets it swell. */
function grown(plan: AgentLoopPlan, tokens: number, context: Context): number {
  const target = plan.conditionTarget;
  const added = target === NO_TARGET ? tokens : Math.round(tokens * context.conditions.conversationGrowthAt(target, context.nowMs));
  return Math.min(MOST_CONVERSATION_TOKENS, context.inputTokens + added);
}

function callTool(plan: AgentLoopPlan, notes: number, context: Context): void {
  context.setNumber(NOTES, notes);
  context.note(TOOL_CALL);
  context.call(plan.toolPorts[(notes & TOOL_BITS) >> TOOL_AT]!);
}

function endToolCall(plan: AgentLoopPlan, notes: number, context: Context): void {
  const { outcome } = context;
  if (outcome === ANSWERED) {
    const tokens = plan.toolTokens[(notes & TOOL_BITS) >> TOOL_AT]!;
    context.setTokens(grown(plan, tokens, context), context.outputTokens);
    context.setNumber(NOTES, notes & FLAW_BITS);
    startStep(plan, context);
  } else if ((ENDS_THE_LOOP & (1 << outcome)) !== 0) {
    context.forward();
  } else {
    context.note(TOOL_FAILED);
    const retries = (notes & RETRY_BITS) >> RETRIES_AT;
    if ((RETRYABLE & (1 << outcome)) !== 0 && retries < plan.toolRetries) callTool(plan, notes + (1 << RETRIES_AT), context);
    else goOnWithout(plan, notes, outcome, context);
  }
}

/** The step's tool has not worked. */
function goOnWithout(plan: AgentLoopPlan, notes: number, outcome: number, context: Context): void {
  if (plan.failsWithTool) {
    context.fail(outcome === BLOCKED ? BLOCKED : TOOL_FAILURE);
    return;
  }
  const step = context.getNumber(STEPS_MADE);
  context.note(WENT_ON_WITHOUT);
  let next = notes & FLAW_BITS;
  if (plan.wrongWithoutTool > 0 && context.uniform(WITHOUT_TOOL_LUCK, step) < plan.wrongWithoutTool) next |= WRONG;
  if (plan.cascadeShare > 0 && context.uniform(CASCADE_LUCK, step) < plan.cascadeShare) {
    next |= MUST_CALL;
    context.note(EXTRA_STEP);
    context.setNumber(STEPS_WANTED, context.getNumber(STEPS_WANTED) + 1);
  }
  context.setNumber(NOTES, next);
  startStep(plan, context);
}

/** Position of the tool that this step wants, −1 for none. A step that must call one chooses by the shares among themselves. */
function chooseTool(plan: AgentLoopPlan, mustCall: boolean, step: number, context: Context): number {
  const { shareSums } = plan;
  const total = shareSums.length === 0 ? 0 : shareSums[shareSums.length - 1]!;
  if (total === 0) return -1;
  const luck = context.uniform(TOOL_LUCK, step) * (mustCall ? total : 1);
  for (let tool = 0; tool < shareSums.length; tool++) if (luck < shareSums[tool]!) return tool;
  return mustCall ? shareSums.length - 1 : -1;
}

function finish(plan: AgentLoopPlan, notes: number, context: Context): void {
  let flaws = (context.replyFlaws & ~MALFORMED_CALL) | (notes & FLAW_BITS);
  if ((flaws & WRONG) === 0) {
    const { conditions, nowMs } = context;
    const loss = plan.conditionTarget === NO_TARGET ? 0 : conditions.qualityLossAt(plan.conditionTarget, nowMs);
    const further = context.getNumber(STEPS_MADE) - 1;
    const drifted = 1 - (plan.driftPerStep > 0 ? (1 - plan.driftPerStep) ** further : 1) * (1 - loss);
    if (drifted > 0 && context.uniform(DRIFT_LUCK) < drifted) flaws |= WRONG;
  }
  context.forwardWith(flaws);
}

/** Shifted geometric: 1, and one more with the same chance after every step. Low luck means a long task. */
function drawSteps(plan: AgentLoopPlan, context: Context): number {
  const { conditions, nowMs } = context;
  const added = plan.conditionTarget === NO_TARGET ? 0 : conditions.endlessLoopShareAt(plan.conditionTarget, nowMs);
  const endless = 1 - (1 - plan.endlessShare) * (1 - added);
  if (endless > 0 && context.requestUniform(plan.endlessTopic) < endless) return Number.POSITIVE_INFINITY;
  if (plan.logMore === 0) return plan.constantSteps;
  return 1 + Math.floor(Math.log(context.requestUniform(LENGTH_TOPIC)) / plan.logMore);
}
