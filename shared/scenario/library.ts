import type { Scenario, ScenarioEvent } from '../model/index.ts';

/**
 * The shipped scenarios. Each fits into one hour of traffic, starts after twenty calm minutes and ends early enough for the
 * recovery to be seen. `primary-provider` makes them fit any policy.
 */

const MINUTE_MS = 60_000;
const START_MS = 20 * MINUTE_MS;
const primary = { kind: 'primary-provider' } as const;
const sharp = { rampUpMs: 0, rampDownMs: 0 } as const;

/** Every call of the first provider, 95 % of them: assumed, as no provider publishes how many calls fail inside an incident. */
const OUTAGE_SHARE = 0.95;

const providerOutage: Scenario = {
  id: 'provider-outage',
  name: 'Provider outage',
  description:
    'The provider of the first model is down for 12 minutes, then comes back over 5 minutes, slow at first. ' +
    'While it is down, 95 % of its calls fail; that share is an assumption, because the failure rate inside an incident is never published. ' +
    'Twelve minutes is short: the median incident on the public status pages of OpenAI (374 incidents, 2021–2025) lasted 79 minutes, of Anthropic (192) 70 minutes.',
  events: [
    event('down', 'Provider down', { kind: 'outage', share: OUTAGE_SHARE, failure: 'connection' }, 0, 12, sharp),
    event('return-errors', 'Errors while it returns', { kind: 'error-rate', rate: 0.4, failure: 'server-error' }, 12, 5, {
      rampUpMs: 0,
      rampDownMs: 5 * MINUTE_MS,
    }),
    event('return-slow', 'Slow return', { kind: 'latency', multiplier: 2.5 }, 12, 5, { rampUpMs: 0, rampDownMs: 5 * MINUTE_MS }),
  ],
};

const brownOut: Scenario = {
  id: 'brown-out',
  name: 'Brown-out',
  description:
    'The provider of the first model gets worse little by little: over 10 minutes its share of 5xx answers grows to 30 %, stays there for 5 minutes and takes 5 to go. ' +
    'Most calls still work, so this is harder on thresholds than an outage. The 30 % is an assumption.',
  events: [
    event('errors', 'Rising 5xx', { kind: 'error-rate', rate: 0.3, failure: 'server-error' }, 0, 20, {
      rampUpMs: 10 * MINUTE_MS,
      rampDownMs: 5 * MINUTE_MS,
    }),
  ],
};

/*
 * One call in ten takes k times as long. The median of those calls is then k × the calm median m, and their slower half is 5 % of
 * all calls, so P95 = k·m. The median of all calls moves up to the quantile 0.5 / 0.9 of the calm distribution: for a log-normal of
 * σ = 0.45 that is m·exp(0.45 × 0.1397) = 1.065 m. P95 = 10 × P50 therefore needs k = 10.65.
 */
const TAIL_SHARE = 0.1;
const TAIL_MULTIPLIER = 10.65;

const latencySpike: Scenario = {
  id: 'latency-spike',
  name: 'Latency spike',
  description:
    'For 15 minutes one call in ten to the provider of the first model takes 10.65 times as long, so that the P95 of a call is about ten times its P50 while the P50 hardly moves. ' +
    'The slower half of those calls is 5 % of all calls and begins at 10.65 times the calm median; the median of all calls rises by about 6 %, which makes the ratio 10. ' +
    'Exact for a log-normal latency with P95 = 2.1 × P50; answers of very different lengths make the ratio smaller. Nothing fails by itself: timeouts do.',
  events: [
    event('tail', 'One call in ten is slow', { kind: 'latency-tail', share: TAIL_SHARE, multiplier: TAIL_MULTIPLIER }, 0, 15, sharp),
  ],
};

const rateLimitStorm: Scenario = {
  id: 'rate-limit-storm',
  name: '429 storm',
  description:
    'For 15 minutes the provider of the first model admits only 60 requests a minute and answers the rest with 429 and a Retry-After. ' +
    'About five requests a second arrive in the support assistant’s traffic, so four in five are refused, and every retry asks once more. The limit is an assumption.',
  events: [event('limit', '60 requests a minute', { kind: 'rate-limit', requestsPerMin: 60 }, 0, 15, sharp)],
};

const surge3x: Scenario = {
  id: 'surge-3x',
  name: '3 × surge',
  description:
    'Three times the traffic for 15 minutes, risen to within 2 minutes. The added requests copy recorded ones and arrive within 2 seconds of them, so bursts stay bursts. ' +
    'Three times the expected peak is the load that a plan should be rehearsed at.',
  events: [
    {
      ...event('surge', 'Three times the load', { kind: 'surge', multiplier: 3 }, 0, 15, {
        rampUpMs: 2 * MINUTE_MS,
        rampDownMs: 2 * MINUTE_MS,
      }),
      target: { kind: 'traffic' },
    },
  ],
};

export const library: readonly Scenario[] = [providerOutage, brownOut, latencySpike, rateLimitStorm, surge3x];

function event(
  id: string,
  name: string,
  effect: ScenarioEvent['effect'],
  afterMin: number,
  lastsMin: number,
  ramps: Pick<ScenarioEvent, 'rampUpMs' | 'rampDownMs'>,
): ScenarioEvent {
  return { id, name, target: primary, effect, startMs: START_MS + afterMin * MINUTE_MS, durationMs: lastsMin * MINUTE_MS, ...ramps };
}
