import {
  ANSWERED,
  type Conditions,
  type ConditionTarget,
  type FlawSet,
  flawBit,
  type OutcomeCode,
  outcomeOf,
  type Scenario,
  type ScenarioEffect,
  type ScenarioEvent,
} from '../model/index.ts';
import { reaches } from './targets.ts';

/**
 * Scenario → conditions that the engine asks at every attempt. A target has few events, so each question is a linear scan
 * over typed arrays; nothing is allocated while a run lasts.
 *
 * An event is in force in [start, start + duration). Effects in force at once combine so: chances (of failure, of a flaw, of a wrong answer,
 * of an endless loop) are independent, 1 − ∏(1 − p), and one uniform decides whether a call fails and in which class; multipliers and shares
 * of capacity multiply; of rate limits the lowest holds.
 */
export function compileScenario(scenario: Scenario, targets: readonly ConditionTarget[]): Conditions {
  return new CompiledScenario(scenario, targets);
}

/** A class and not an object of closures: their code would be compiled anew for each run, and thrown away with it. */
class CompiledScenario implements Conditions {
  private readonly failures: readonly Track[];
  private readonly sharedFailures: readonly Track[];
  private readonly refusals: readonly Track[];
  private readonly latencies: readonly Track[];
  private readonly tails: readonly Track[];
  private readonly limits: readonly Track[];
  private readonly losses: readonly Track[];
  private readonly lengths: readonly Track[];
  private readonly flaws: readonly Track[];
  private readonly prices: readonly Track[];
  private readonly capacities: readonly Track[];
  private readonly loops: readonly Track[];
  private readonly growths: readonly Track[];
  private readonly all: readonly Track[];

  constructor(scenario: Scenario, targets: readonly ConditionTarget[]) {
    const events = scenario.events.filter((event) => event.durationMs > 0);
    const tracks = (chosen: (event: ScenarioEvent, target: ConditionTarget) => boolean): readonly Track[] =>
      targets.map((target) => trackOf(events.filter((event) => reaches(event.target, target) && chosen(event, target))));
    const ofKind = (kind: ScenarioEffect['kind']) => tracks((event) => event.effect.kind === kind);
    this.failures = tracks((event, target) => isFailure(event) && !isRefusal(event, target) && !isShared(event));
    this.sharedFailures = tracks((event, target) => isShared(event) && !isRefusal(event, target));
    this.refusals = tracks(isRefusal);
    this.latencies = ofKind('latency');
    this.tails = ofKind('latency-tail');
    this.limits = ofKind('rate-limit');
    this.losses = ofKind('quality-loss');
    this.lengths = ofKind('answer-length');
    this.flaws = ofKind('flaw-rate');
    this.prices = ofKind('price');
    this.capacities = ofKind('capacity');
    this.loops = ofKind('endless-loop');
    this.growths = ofKind('conversation-growth');
    this.all = tracks(() => true);
  }

  isQuietAt(target: number, nowMs: number): boolean {
    return !isAnyInForce(this.all[target], nowMs);
  }

  nextChangeMsAt(target: number, nowMs: number): number {
    return nextChangeMs(this.all[target], nowMs);
  }

  failureAt(target: number, nowMs: number, u: number): OutcomeCode {
    const track = this.failures[target];
    const i = track === undefined ? -1 : strikes(track, nowMs, u);
    return i < 0 ? ANSWERED : track!.code[i]!;
  }

  retryAfterMsAt(target: number, nowMs: number, u: number): number {
    const track = this.failures[target];
    const i = track === undefined ? -1 : strikes(track, nowMs, u);
    return i < 0 ? 0 : track!.retryAfterMs[i]!;
  }

  sharedFailureAt(target: number, nowMs: number, u: number): OutcomeCode {
    const track = this.sharedFailures[target];
    const i = track === undefined ? -1 : strikes(track, nowMs, u);
    return i < 0 ? ANSWERED : track!.code[i]!;
  }

  sharedRetryAfterMsAt(target: number, nowMs: number, u: number): number {
    const track = this.sharedFailures[target];
    const i = track === undefined ? -1 : strikes(track, nowMs, u);
    return i < 0 ? 0 : track!.retryAfterMs[i]!;
  }

  refusalRateAt(target: number, nowMs: number): number {
    return chanceOf(this.refusals[target], nowMs);
  }

  latencyMultiplierAt(target: number, nowMs: number, u: number): number {
    const latency = this.latencies[target];
    const tail = this.tails[target];
    if (latency === undefined || tail === undefined) return 1;
    let multiplier = productOf(latency, nowMs);
    let luck = u;
    for (let i = 0; i < tail.count; i++) {
      const share = tail.share[i]! * intensityOf(tail, i, nowMs);
      if (share <= 0) continue;
      // What is left of the uniform inside its part is uniform again, so that a second tail is independent of the first.
      if (luck < share) {
        multiplier *= tail.amount[i]!;
        luck /= share;
      } else if (share < 1) {
        luck = (luck - share) / (1 - share);
      }
    }
    return multiplier;
  }

  requestsPerMinAt(target: number, nowMs: number): number {
    const track = this.limits[target];
    let limit = Number.POSITIVE_INFINITY;
    if (track === undefined) return limit;
    for (let i = 0; i < track.count; i++) {
      const intensity = intensityOf(track, i, nowMs);
      // "Nothing" is no limit: half in force, the limit is twice as high.
      if (intensity > 0) limit = Math.min(limit, track.amount[i]! / intensity);
    }
    return limit;
  }

  qualityLossAt(target: number, nowMs: number): number {
    return chanceOf(this.losses[target], nowMs);
  }

  lengthMultiplierAt(target: number, nowMs: number): number {
    return productOf(this.lengths[target], nowMs);
  }

  flawsRaisedAt(target: number, nowMs: number): FlawSet {
    const track = this.flaws[target];
    let raised = 0;
    if (track === undefined) return raised;
    for (let i = 0; i < track.count; i++) {
      if (intensityOf(track, i, nowMs) > 0) raised |= track.code[i]!;
    }
    return raised;
  }

  flawRateAt(target: number, nowMs: number, flaw: FlawSet): number {
    const track = this.flaws[target];
    let spared = 1;
    if (track === undefined) return 0;
    for (let i = 0; i < track.count; i++) {
      if (track.code[i] === flaw) spared *= 1 - track.amount[i]! * intensityOf(track, i, nowMs);
    }
    return 1 - spared;
  }

  priceMultiplierAt(target: number, nowMs: number): number {
    return productOf(this.prices[target], nowMs);
  }

  // A share is a multiplier too: nothing in force is all of the capacity.
  capacityShareAt(target: number, nowMs: number): number {
    return productOf(this.capacities[target], nowMs);
  }

  capacityVaries(target: number): boolean {
    return (this.capacities[target]?.count ?? 0) > 0;
  }

  endlessLoopShareAt(target: number, nowMs: number): number {
    return chanceOf(this.loops[target], nowMs);
  }

  conversationGrowthAt(target: number, nowMs: number): number {
    return productOf(this.growths[target], nowMs);
  }
}

const isFailure = ({ effect }: ScenarioEvent): boolean => effect.kind === 'outage' || effect.kind === 'error-rate';

const isShared = ({ effect }: ScenarioEvent): boolean => effect.kind === 'outage' && effect.shareOf === 'requests';

/** A model refuses a question and not an attempt: another attempt meets the same refusal. */
const isRefusal = ({ effect }: ScenarioEvent, target: ConditionTarget): boolean =>
  'providerId' in target && (effect.kind === 'outage' || effect.kind === 'error-rate') && effect.failure === 'content-policy';

/** Position of the event that fails a call of this luck, or −1. */
function strikes(track: Track, nowMs: number, u: number): number {
  let decided = 0;
  let spared = 1;
  for (let i = 0; i < track.count; i++) {
    const chance = track.amount[i]! * intensityOf(track, i, nowMs);
    decided += spared * chance;
    if (u < decided) return i;
    spared *= 1 - chance;
  }
  return -1;
}

function isAnyInForce(track: Track | undefined, nowMs: number): boolean {
  if (track === undefined) return false;
  for (let i = 0; i < track.count; i++) if (nowMs >= track.startMs[i]! && nowMs < track.endMs[i]!) return true;
  return false;
}

function nextChangeMs(track: Track | undefined, nowMs: number): number {
  let next = Number.POSITIVE_INFINITY;
  if (track === undefined) return next;
  for (let i = 0; i < track.count; i++) {
    if (track.startMs[i]! > nowMs) next = Math.min(next, track.startMs[i]!);
    if (track.endMs[i]! > nowMs) next = Math.min(next, track.endMs[i]!);
  }
  return next;
}

function chanceOf(track: Track | undefined, nowMs: number): number {
  if (track === undefined || track.count === 0) return 0;
  let spared = 1;
  for (let i = 0; i < track.count; i++) spared *= 1 - track.amount[i]! * intensityOf(track, i, nowMs);
  return 1 - spared;
}

/** Each multiplier grows from 1 with its event. */
function productOf(track: Track | undefined, nowMs: number): number {
  let product = 1;
  if (track === undefined) return product;
  for (let i = 0; i < track.count; i++) product *= 1 + (track.amount[i]! - 1) * intensityOf(track, i, nowMs);
  return product;
}

/** How much of an event is in force, 0..1: 0 outside [start, start + duration), linear inside its ramps. */
export function intensityAt(event: ScenarioEvent, nowMs: number): number {
  return ramped(event.startMs, event.startMs + event.durationMs, event.rampUpMs, event.rampDownMs, nowMs);
}

function ramped(startMs: number, endMs: number, rampUpMs: number, rampDownMs: number, nowMs: number): number {
  if (nowMs < startMs || nowMs >= endMs) return 0;
  const up = nowMs - startMs < rampUpMs ? (nowMs - startMs) / rampUpMs : 1;
  const down = endMs - nowMs < rampDownMs ? (endMs - nowMs) / rampDownMs : 1;
  return Math.min(up, down);
}

/** Events of one kind on one target, column by column. */
interface Track {
  readonly count: number;
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  readonly rampUpMs: Float64Array;
  readonly rampDownMs: Float64Array;
  /** Chance, share, multiplier, or requests a minute. */
  readonly amount: Float64Array;
  /** Share of calls in a heavier tail. */
  readonly share: Float64Array;
  /** Outcome of a failure, or the bit of a flaw. */
  readonly code: Int32Array;
  readonly retryAfterMs: Float64Array;
}

function intensityOf(track: Track, i: number, nowMs: number): number {
  return ramped(track.startMs[i]!, track.endMs[i]!, track.rampUpMs[i]!, track.rampDownMs[i]!, nowMs);
}

function trackOf(events: readonly ScenarioEvent[]): Track {
  const numbers = (pick: (event: ScenarioEvent) => number) => Float64Array.from(events, pick);
  return {
    count: events.length,
    startMs: numbers((event) => event.startMs),
    endMs: numbers((event) => event.startMs + event.durationMs),
    rampUpMs: numbers((event) => event.rampUpMs),
    rampDownMs: numbers((event) => event.rampDownMs),
    amount: numbers(amountOf),
    share: numbers(({ effect }) => (effect.kind === 'latency-tail' ? effect.share : 0)),
    code: Int32Array.from(events, codeOf),
    retryAfterMs: numbers(({ effect }) => ('retryAfterMs' in effect ? (effect.retryAfterMs ?? 0) : 0)),
  };
}

function amountOf({ effect }: ScenarioEvent): number {
  switch (effect.kind) {
    case 'outage':
    case 'quality-loss':
    case 'capacity':
    case 'endless-loop':
      return effect.share;
    case 'error-rate':
    case 'flaw-rate':
      return effect.rate;
    case 'latency':
    case 'latency-tail':
    case 'answer-length':
    case 'price':
    case 'conversation-growth':
    case 'surge':
      return effect.multiplier;
    case 'rate-limit':
      return effect.requestsPerMin;
  }
}

function codeOf({ effect }: ScenarioEvent): number {
  if (effect.kind === 'flaw-rate') return flawBit(effect.flaw);
  return effect.kind === 'outage' || effect.kind === 'error-rate' ? outcomeOf(effect.failure) : ANSWERED;
}
