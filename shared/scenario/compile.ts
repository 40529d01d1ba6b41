import {
  ANSWERED,
  type Conditions,
  type ConditionTarget,
  NO_CONDITIONS,
  type OutcomeCode,
  outcomeOf,
  type Scenario,
  type ScenarioEvent,
} from '../model/index.ts';
import { reaches } from './targets.ts';

/**
 * Scenario → conditions that the engine asks at every attempt. A target has few events, so each question is a linear scan
 * over typed arrays; nothing is allocated while a run lasts.
 *
 * An event is in force in [start, start + duration). Effects in force at once combine so: chances of failure are
 * independent, 1 − ∏(1 − p), and one uniform decides whether and in which class; multipliers of latency multiply; of rate limits
 * the lowest holds.
 */
export function compileScenario(scenario: Scenario, targets: readonly ConditionTarget[]): Conditions {
  const failures: Track[] = [];
  const latencies: Track[] = [];
  const tails: Track[] = [];
  const limits: Track[] = [];
  for (const target of targets) {
    const events =
      'providerId' in target
        ? scenario.events.filter((event) => event.durationMs > 0 && reaches(event.target, target.providerId, target.model))
        : [];
    failures.push(trackOf(events, ['outage', 'error-rate']));
    latencies.push(trackOf(events, ['latency']));
    tails.push(trackOf(events, ['latency-tail']));
    limits.push(trackOf(events, ['rate-limit']));
  }

  return {
    ...NO_CONDITIONS,

    failureAt(target, nowMs, u) {
      const track = failures[target];
      if (track === undefined) return ANSWERED;
      let decided = 0;
      let spared = 1;
      for (let i = 0; i < track.count; i++) {
        const chance = track.amount[i]! * intensityOf(track, i, nowMs);
        decided += spared * chance;
        if (u < decided) return track.code[i]!;
        spared *= 1 - chance;
      }
      return ANSWERED;
    },

    latencyMultiplierAt(target, nowMs, u) {
      const latency = latencies[target];
      const tail = tails[target];
      if (latency === undefined || tail === undefined) return 1;
      let multiplier = 1;
      for (let i = 0; i < latency.count; i++) {
        multiplier *= 1 + (latency.amount[i]! - 1) * intensityOf(latency, i, nowMs);
      }
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
    },

    requestsPerMinAt(target, nowMs) {
      const track = limits[target];
      let limit = Number.POSITIVE_INFINITY;
      if (track === undefined) return limit;
      for (let i = 0; i < track.count; i++) {
        const intensity = intensityOf(track, i, nowMs);
        // "Nothing" is no limit: half in force, the limit is twice as high.
        if (intensity > 0) limit = Math.min(limit, track.amount[i]! / intensity);
      }
      return limit;
    },
  };
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
  /** Chance of failure, multiplier, or requests a minute. */
  readonly amount: Float64Array;
  /** Share of calls in a heavier tail. */
  readonly share: Float64Array;
  readonly code: Int32Array;
}

function intensityOf(track: Track, i: number, nowMs: number): number {
  return ramped(track.startMs[i]!, track.endMs[i]!, track.rampUpMs[i]!, track.rampDownMs[i]!, nowMs);
}

function trackOf(events: readonly ScenarioEvent[], kinds: readonly ScenarioEvent['effect']['kind'][]): Track {
  const chosen = events.filter((event) => kinds.includes(event.effect.kind));
  const numbers = (pick: (event: ScenarioEvent) => number) => Float64Array.from(chosen, pick);
  return {
    count: chosen.length,
    startMs: numbers((event) => event.startMs),
    endMs: numbers((event) => event.startMs + event.durationMs),
    rampUpMs: numbers((event) => event.rampUpMs),
    rampDownMs: numbers((event) => event.rampDownMs),
    amount: numbers(amountOf),
    share: numbers(({ effect }) => (effect.kind === 'latency-tail' ? effect.share : 0)),
    code: Int32Array.from(chosen, codeOf),
  };
}

function amountOf({ effect }: ScenarioEvent): number {
  switch (effect.kind) {
    case 'outage':
      return effect.share;
    case 'error-rate':
      return effect.rate;
    case 'latency':
    case 'latency-tail':
    case 'surge':
      return effect.multiplier;
    case 'rate-limit':
      return effect.requestsPerMin;
  }
}

function codeOf({ effect }: ScenarioEvent): OutcomeCode {
  return effect.kind === 'outage' || effect.kind === 'error-rate' ? outcomeOf(effect.failure) : ANSWERED;
}
