import { type Behavior, type Context, SLOT_GRANTED, SLOT_QUEUED, SLOT_REFUSED, SLOT_STARTED } from '../../engine/index.ts';
import { outcomeMask, outcomeOf } from '../../model/index.ts';
import type { Wiring } from '../kind.ts';
import { type ConcurrencyLimitConfig, roomFor, sharesOf, valuesOf } from './config.ts';

export interface ConcurrencyLimitPlan {
  readonly next: number;
  readonly station: number;
  readonly maxWaitMs: number;
  /** By priority: how many may be waiting for one more to join; Infinity = any number. */
  readonly room: readonly number[];
  /** −1 when every call has the same priority. */
  readonly column: number;
  /** By code of the column. */
  readonly priorityOfCode: readonly number[];
  readonly priority: number;
  readonly adapts: number;
  readonly startSlots: number;
  readonly minSlots: number;
  readonly maxSlots: number;
  readonly shrinkBy: number;
  readonly slowMs: number;
  readonly shrinkMask: number;
  readonly tolerance: number;
}

export interface ConcurrencyLimitState {
  /** Slots in force; a fraction while Gradient2 smooths. */
  limit: number;
  /** Gradient2: long-term mean of the time below, and how many calls it rests on. */
  longMs: number;
  samples: number;
}

const FIXED = 0;
const AIMD = 1;
const GRADIENT2 = 2;
const WAYS = ['fixed', 'aimd', 'gradient2'] as const;

/** Registers. */
const IS_RUNNING = 0;
const STARTED_AT_MS = 1;
/** Calls that ran when this one started, itself among them: what adaptive limits call in-flight. */
const RAN_WITH = 2;

/** Timer tag. */
const WAITED_LONG_ENOUGH = 0;

const QUEUED = 0;
const SHED_FACT = 1;
const LOWERED = 2;

const SHED = outcomeOf('shed');

/** Constants of Netflix's concurrency-limits, Gradient2Limit: queue allowance, smoothing, steepest cut, long window and its warm-up. */
const ALLOWANCE = 4;
const SMOOTHING = 0.2;
const STEEPEST = 0.5;
const LONG_WINDOW = 600;
const WARM_UP = 10;

export function prepareConcurrencyLimit(config: ConcurrencyLimitConfig, wiring: Wiring): ConcurrencyLimitPlan {
  const { queueLength } = config;
  const adapts = WAYS.indexOf(config.adapts);
  const minSlots = Math.min(config.minSlots, config.maxSlots);
  const startSlots = adapts === FIXED ? config.slots : Math.min(config.maxSlots, Math.max(minSlots, config.slots));
  const key = config.priorityColumn.trim();
  const rules = key === '' ? [] : config.priorities.flatMap((rule) => valuesOf(rule).map((value) => ({ value, priority: rule.priority })));
  const { column, codes } =
    rules.length === 0
      ? { column: -1, codes: [] }
      : wiring.metadataColumn(
          key,
          rules.map((rule) => rule.value),
        );
  const priorityOfCode: number[] = [];
  // The first rule that names a value wins, so write from the last.
  for (let i = rules.length - 1; i >= 0; i--) {
    const code = codes[i]!;
    if (code < 0) continue;
    while (priorityOfCode.length <= code) priorityOfCode.push(config.priority);
    priorityOfCode[code] = rules[i]!.priority;
  }
  return {
    next: wiring.port('next'),
    station: wiring.station(startSlots, queueLength),
    maxWaitMs: config.maxWaitMs,
    room: sharesOf(config).map((share) => roomFor(share, queueLength)),
    column,
    priorityOfCode,
    priority: config.priority,
    adapts,
    startSlots,
    minSlots,
    maxSlots: config.maxSlots,
    shrinkBy: config.shrinkBy,
    slowMs: config.slowMs,
    shrinkMask: outcomeMask(config.shrinkOn),
    tolerance: config.tolerance,
  };
}

export const concurrencyLimitBehavior: Behavior<ConcurrencyLimitPlan, ConcurrencyLimitState> = {
  facts: ['queued', 'shed', 'limit lowered'],
  createState: (plan) => ({ limit: plan.startSlots, longMs: 0, samples: 0 }),

  onCall(plan, state, context) {
    const priority = priorityOf(plan, context);
    const isFull = context.slotsInUse(plan.station) >= Math.floor(state.limit);
    // The engine counts all that wait against the whole queue; a priority's own share of it is decided here.
    if (isFull && context.slotsWanted(plan.station) >= plan.room[priority]!) {
      shed(context);
      return;
    }
    const slot = context.acquire(plan.station, priority);
    if (slot === SLOT_STARTED) start(plan, context);
    else if (slot === SLOT_REFUSED) shed(context);
    else if (slot === SLOT_QUEUED) {
      context.note(QUEUED);
      context.wake(plan.maxWaitMs, WAITED_LONG_ENOUGH);
    }
  },

  onWake(plan, _state, context) {
    if (context.tag === SLOT_GRANTED) start(plan, context);
    else if (context.getNumber(IS_RUNNING) === 0) shed(context);
  },

  onReply(plan, state, context) {
    adapt(plan, state, context, (plan.shrinkMask & (1 << context.outcome)) !== 0);
    context.release(plan.station);
    context.forward();
  },

  // The slot is the caller's to give back: what the provider still does with the work is not counted here.
  onCancel(plan, state, context) {
    if (context.getNumber(IS_RUNNING) === 0) return;
    const tookMs = context.nowMs - context.getNumber(STARTED_AT_MS);
    // A call given up early says nothing about the load below.
    if (plan.adapts === AIMD && tookMs > plan.slowMs) adapt(plan, state, context, true);
    context.release(plan.station);
  },
};

function priorityOf(plan: ConcurrencyLimitPlan, context: Context): number {
  if (plan.column < 0) return plan.priority;
  const code = context.metadataCode(plan.column);
  return code >= 0 && code < plan.priorityOfCode.length ? plan.priorityOfCode[code]! : plan.priority;
}

function start(plan: ConcurrencyLimitPlan, context: Context): void {
  context.setNumber(IS_RUNNING, 1);
  context.setNumber(STARTED_AT_MS, context.nowMs);
  context.setNumber(RAN_WITH, context.slotsInUse(plan.station));
  context.call(plan.next);
}

function shed(context: Context): void {
  context.note(SHED_FACT);
  context.fail(SHED);
}

function adapt(plan: ConcurrencyLimitPlan, state: ConcurrencyLimitState, context: Context, isDropped: boolean): void {
  if (plan.adapts === FIXED) return;
  const before = state.limit;
  const tookMs = context.nowMs - context.getNumber(STARTED_AT_MS);
  const inFlight = context.getNumber(RAN_WITH);
  if (plan.adapts === GRADIENT2) followGradient(plan, state, tookMs, inFlight);
  else if (isDropped || tookMs > plan.slowMs) state.limit = Math.max(plan.minSlots, Math.floor(before * plan.shrinkBy));
  else if (inFlight * 2 >= before) state.limit = Math.min(plan.maxSlots, before + 1);
  const slots = Math.floor(state.limit);
  const slotsBefore = Math.floor(before);
  if (slots === slotsBefore) return;
  if (slots < slotsBefore) context.note(LOWERED);
  context.setSlots(plan.station, slots);
}

/** Gradient2Limit of Netflix's concurrency-limits: the limit follows the ratio of the long-term time below to this call's. */
function followGradient(plan: ConcurrencyLimitPlan, state: ConcurrencyLimitState, tookMs: number, inFlight: number): void {
  if (state.samples < WARM_UP) state.longMs = (state.longMs * state.samples + tookMs) / (state.samples + 1);
  else state.longMs += (tookMs - state.longMs) * (2 / (LONG_WINDOW + 1));
  state.samples++;
  // A long load has raised the long-term mean: let it come down soon after.
  if (state.longMs > 2 * tookMs) state.longMs *= 0.95;
  if (inFlight < state.limit / 2) return;
  const gradient = tookMs > 0 ? Math.max(STEEPEST, Math.min(1, (plan.tolerance * state.longMs) / tookMs)) : 1;
  const smoothed = state.limit * (1 - SMOOTHING) + SMOOTHING * (state.limit * gradient + ALLOWANCE);
  state.limit = Math.max(plan.minSlots, Math.min(plan.maxSlots, smoothed));
}
