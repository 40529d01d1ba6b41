import type { Scenario } from '../model/index.ts';
import { event, MINUTE_MS, sharp } from './library-event.ts';
import { patterns } from './library-patterns.ts';

/**
 * The shipped scenarios. Each but the one of median length fits into one hour of traffic, starts after twenty calm minutes and ends early enough
 * for the recovery to be seen; those who are on holiday are so from the beginning. `primary-provider` makes them fit any policy.
 */

const everyProvider = { kind: 'all-providers' } as const;
const everyTool = { kind: 'node-kind', nodeKind: 'tool' } as const;
const slow = { rampUpMs: 5 * MINUTE_MS, rampDownMs: 0 } as const;

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

const blackFriday: Scenario = {
  id: 'black-friday',
  name: 'Black Friday',
  description:
    'Ten times the traffic for 20 minutes, risen to within 5 minutes: a day that everybody knew of in advance. The added requests copy recorded ones, so bursts stay bursts; ' +
    'rate limits, queues and budgets that suffice for three times the load are met here.',
  events: [
    {
      ...event('surge', 'Ten times the load', { kind: 'surge', multiplier: 10 }, 0, 20, {
        rampUpMs: 5 * MINUTE_MS,
        rampDownMs: 5 * MINUTE_MS,
      }),
      target: { kind: 'traffic' },
    },
  ],
};

const sharedIncident: Scenario = {
  id: 'shared-incident',
  name: 'Incident of all providers',
  description:
    'Every provider loses 80 % of its calls for 6 minutes and answers slowly for 6 more: a cloud region, a network or a name service that they share. ' +
    'Status pages show two large providers down at once in 0.153 % of the time (2021–2025), hardly more than chance would give; but what they share with each other is not what your own network shares with them. The 80 % is an assumption.',
  events: [
    { ...event('down', 'All providers down', { kind: 'outage', share: 0.8, failure: 'connection' }, 0, 6, sharp), target: everyProvider },
    {
      ...event('return-slow', 'Slow return of all', { kind: 'latency', multiplier: 2 }, 6, 6, { rampUpMs: 0, rampDownMs: 6 * MINUTE_MS }),
      target: everyProvider,
    },
  ],
};

const keyRevoked: Scenario = {
  id: 'key-revoked',
  name: 'Key revoked',
  description:
    'For 15 minutes the provider of the first model refuses every call: the key was revoked, or expired. It answers at once and never with a 5xx, so a breaker that counts only 5xx and timeouts stays closed, ' +
    'and asking again is useless.',
  events: [event('refused', 'Credentials refused', { kind: 'outage', share: 1, failure: 'auth' }, 0, 15, sharp)],
};

const silentDrift: Scenario = {
  id: 'silent-drift',
  name: 'Drift without errors',
  description:
    'The provider of the first model serves a new version over 5 minutes: 15 % of the answers that were right are wrong, 5 % more are hallucinated, answers are 1.3 times as long and take 1.4 times the time. ' +
    'Every call succeeds, so only evaluators, guards and the bill notice. The figures are assumptions.',
  events: [
    event('quality', 'Worse answers', { kind: 'quality-loss', share: 0.15 }, 0, 25, slow),
    event('hallucinations', 'More hallucinations', { kind: 'flaw-rate', rate: 0.05, flaw: 'hallucinated' }, 0, 25, slow),
    event('length', 'Longer answers', { kind: 'answer-length', multiplier: 1.3 }, 0, 25, slow),
    event('latency', 'Slower answers', { kind: 'latency', multiplier: 1.4 }, 0, 25, slow),
  ],
};

const priceRise: Scenario = {
  id: 'price-rise',
  name: 'Price rise',
  description:
    'For 25 minutes the provider of the first model costs twice as much: a new price list, or a discount that ended. Nothing fails by itself; budgets do.',
  events: [event('price', 'Twice the price', { kind: 'price', multiplier: 2 }, 0, 25, sharp)],
};

const reviewersAway: Scenario = {
  id: 'reviewers-away',
  name: 'Reviewers away',
  description:
    'For 25 minutes only one in four of the people who review is there: a meeting, an alarm, a sick day. The queue grows and its wait goes on after they are back.',
  events: [
    {
      ...event('away', 'Three in four away', { kind: 'capacity', share: 0.25 }, 0, 25, sharp),
      target: { kind: 'node-kind', nodeKind: 'review' },
    },
  ],
};

const endlessLoops: Scenario = {
  id: 'endless-loops',
  name: 'Agents that do not stop',
  description:
    'For 20 minutes one agent loop in five never comes to an end by itself and calls its model and tools until a limit stops it: iterations, spending, or a budget above. The share is an assumption.',
  events: [
    {
      ...event('loops', 'One loop in five never ends', { kind: 'endless-loop', share: 0.2 }, 0, 20, sharp),
      target: { kind: 'node-kind', nodeKind: 'agent-loop' },
    },
  ],
};

const toolsDown: Scenario = {
  id: 'tools-down',
  name: 'Tools down',
  description:
    'For 10 minutes every tool fails in 90 % of its calls and takes three times as long when it works; every step of an agent that needs one fails with it, and its other steps wait. The figures are assumptions.',
  events: [
    { ...event('failing', 'Tools fail', { kind: 'outage', share: 0.9, failure: 'tool-failure' }, 0, 10, sharp), target: everyTool },
    { ...event('slow', 'Tools are slow', { kind: 'latency', multiplier: 3 }, 0, 10, sharp), target: everyTool },
  ],
};

/** The first is what a new document is rehearsed under. */
export const library: readonly Scenario[] = [
  providerOutage,
  brownOut,
  latencySpike,
  rateLimitStorm,
  surge3x,
  blackFriday,
  sharedIncident,
  keyRevoked,
  silentDrift,
  priceRise,
  reviewersAway,
  endlessLoops,
  toolsDown,
  ...patterns,
];
