import { FAILURES, type FailureClass, type Scenario } from '../model/index.ts';
import { event, MINUTE_MS, sharp } from './library-event.ts';

/** Shipped scenarios that are patterns: what is known of incidents as a whole, and not of one effect. */

const everyProvider = { kind: 'all-providers' } as const;
const traffic = { kind: 'traffic' } as const;

const statusPageMedian: Scenario = {
  id: 'status-page-median',
  name: 'Incident of median length',
  description:
    'The provider of the first model loses half of its calls for 79 minutes, the median length of the 374 incidents on OpenAI’s status page (2021–2025; Anthropic’s 192: 70 minutes). One in ten lasts longer than 332 minutes. ' +
    'It sets in and fades within 5 minutes each. Traffic of an hour ends before it does; two hours show the return. The half is an assumption: no provider publishes it.',
  events: [
    event('incident', 'Incident of median length', { kind: 'outage', share: 0.5, failure: 'server-error' }, 0, 79, {
      rampUpMs: 5 * MINUTE_MS,
      rampDownMs: 5 * MINUTE_MS,
    }),
  ],
};

/** What a provider can answer instead of an answer; the others of the table are made by the policy itself. */
const PROVIDER_FAILURES: readonly FailureClass[] = [
  'rate-limit',
  'timeout',
  'connection',
  'server-error',
  'malformed',
  'content-policy',
  'context-overflow',
  'auth',
  'invalid-request',
];

const failureTable: Scenario = {
  id: 'failure-table',
  name: 'Every failure in turn',
  description:
    'The provider of the first model goes through the failure table: every class that a provider can answer with, in 60 % of its calls for 2 minutes each and a calm minute after. Shows which of them are retried, which lead on to a fallback, ' +
    'which open a breaker and which the user is told of. The 60 % is an assumption.',
  events: PROVIDER_FAILURES.map((failure, position) =>
    event(failure, `Failure: ${FAILURES[failure].label}`, { kind: 'outage', share: 0.6, failure }, position * 3, 2, sharp),
  ),
};

const retryStorm: Scenario = {
  id: 'retry-storm',
  name: 'Retry storm',
  description:
    'For 3 minutes 60 % of the calls to the provider of the first model fail with a 5xx and no word of when to come back, and for 12 minutes it admits only 240 requests a minute, a little less than the support assistant’s traffic brings. ' +
    'Every retry counts against that limit, so the more a policy retries, the longer it is refused after the errors are over. Both figures are assumptions.',
  events: [
    event('errors', 'Most calls fail', { kind: 'error-rate', rate: 0.6, failure: 'server-error' }, 0, 3, sharp),
    event('limit', '240 requests a minute', { kind: 'rate-limit', requestsPerMin: 240 }, 0, 12, sharp),
  ],
};

const metastableTrigger: Scenario = {
  id: 'metastable-trigger',
  name: 'Metastable collapse',
  description:
    'A trigger of 3 minutes and nothing after it: four times the traffic while the provider of the first model takes twice as long. A policy with slack is back within minutes; one whose retries and queues keep the load up stays down, ' +
    'although the cause is gone. Of 22 such incidents in 11 organisations more than half were kept up by retries (OSDI 2022). Size and length of the trigger are assumptions.',
  events: [
    {
      ...event('surge', 'Four times the load', { kind: 'surge', multiplier: 4 }, 0, 3, sharp),
      target: traffic,
    },
    event('slow', 'Twice as slow', { kind: 'latency', multiplier: 2 }, 0, 3, sharp),
  ],
};

const loopBurnsBudget: Scenario = {
  id: 'loop-burns-budget',
  name: 'A loop burns its budget',
  description:
    'For 25 minutes one agent loop in ten never comes to an end by itself, and what each step adds to its conversation is three times as much, so that every further step costs more than the one before. ' +
    'Nothing fails until a limit on steps, on spending or on the window does. Both figures are assumptions.',
  events: [
    {
      ...event('loops', 'One loop in ten never ends', { kind: 'endless-loop', share: 0.1 }, 0, 25, sharp),
      target: { kind: 'node-kind', nodeKind: 'agent-loop' },
    },
    {
      ...event('growth', 'Conversations grow', { kind: 'conversation-growth', multiplier: 3 }, 0, 25, sharp),
      target: { kind: 'node-kind', nodeKind: 'agent-loop' },
    },
  ],
};

const correlatedIncident: Scenario = {
  id: 'correlated-incident',
  name: 'Correlated incident',
  description:
    'For 8 minutes the same 70 % of requests fail at every provider and at every attempt: what they have in common (an input, a region, a proxy) is what fails. A fallback from one provider to another does not help them; a fixed text does. ' +
    'Status pages show OpenAI and Anthropic in an incident at once in 0.153 % of the time (2021–2025), about what chance alone gives (0.151 %). The 70 % is an assumption.',
  events: [
    {
      ...event(
        'down',
        'The same requests fail everywhere',
        { kind: 'outage', share: 0.7, failure: 'connection', shareOf: 'requests' },
        0,
        8,
        {
          rampUpMs: 0,
          rampDownMs: 2 * MINUTE_MS,
        },
      ),
      target: everyProvider,
    },
  ],
};

const reviewersOnHoliday: Scenario = {
  id: 'reviewers-on-holiday',
  name: 'Reviewers on holiday',
  description:
    'From the first request on half of the people who review are away, and for 10 minutes of it, a break that was not covered, nobody is there. What waits for a person waits longer all the time, and longest after the break. The figures are assumptions.',
  events: [
    {
      ...event('half', 'Half of them away', { kind: 'capacity', share: 0.5 }, -20, 49, sharp),
      target: { kind: 'node-kind', nodeKind: 'review' },
    },
    {
      ...event('break', 'Nobody there', { kind: 'capacity', share: 0 }, 5, 10, sharp),
      target: { kind: 'node-kind', nodeKind: 'review' },
    },
  ],
};

export const patterns: readonly Scenario[] = [
  statusPageMedian,
  failureTable,
  retryStorm,
  metastableTrigger,
  correlatedIncident,
  loopBurnsBudget,
  reviewersOnHoliday,
];
