import type { DefenceLayer } from '../../shared/kinds/index.ts';
import type { Assumption, BreakerState, Flaw } from '../../shared/model/index.ts';
import { enumerated, listText, plural } from './locale.ts';

/** `4 requests`: `text` is the count as it is written. */
const requests = (count: number, text: string): string => plural(count, { one: `${text} request`, other: `${text} requests` });

/** Flaws as attributes of an answer: `3.4 % are wrong`. */
const flaw: Readonly<Record<Flaw, string>> = {
  wrong: 'wrong',
  hallucinated: 'hallucinated',
  unsafe: 'unsafe',
  leaking: 'leaking',
  'malformed-call': 'malformed',
  stale: 'stale',
  'off-topic': 'off-topic',
};

const breakerState: Readonly<Record<BreakerState, string>> = { closed: 'closed', open: 'open', 'half-open': 'half-open' };

/** The room that answers "what would have happened?". Figures come as they are written, with their units. */
export const rehearse = {
  question: 'What would have happened?',
  simulate: 'Simulate',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  runAgain: 'Run again',
  close: 'Close',
  requests,
  flaw,
  tabs: { label: 'How to look at this run', time: 'Over time', quality: 'Quality', trace: 'Trace' },

  empty: {
    title: 'Nothing was rehearsed yet',
    about:
      'A run sends the chosen traffic through this policy while the chosen scenario goes wrong, and keeps what happened to every request. It will tell:',
    lessons: [
      {
        title: 'What users would have seen',
        text: 'How many requests were answered in full, by a lower tier, or not at all: before, during and after the incident.',
      },
      {
        title: 'When protection acted',
        text: 'The instants at which each breaker opened, tried again and closed, on the same time axis as the answers.',
      },
      {
        title: 'How long and how dear',
        text: 'P50, P95 and P99 against what the entry promises, cost per minute, and what was paid for answers nobody got.',
      },
      {
        title: 'What the drawing did',
        text: 'The wires coloured by what flowed through them at any instant, and single requests to follow step by step.',
      },
    ],
    /** `requests`: null until the log was read. */
    chosen: (traffic: string, requests: string | null, scenario: string): string =>
      `Chosen in the bar above: the traffic “${traffic}”${requests === null ? '' : `, ${requests} requests`}, and the scenario “${scenario}”.`,
    nothingDrawn: 'Nothing is drawn yet, so there is nothing that requests could be sent through.',
    draw: 'Draw it in Design',
    showError: 'Show the first error in Design',
    exampleTraffic: 'Take the example’s traffic',
  },
  running: {
    title: 'Rehearsing',
    again: 'Rehearsing again. Below is the run before.',
    progress: 'Progress of the run',
    readingTraffic: 'Reading the traffic.',
    done: (done: string, all: string): string => `${done} of ${all} requests`,
  },
  failed: {
    title: 'The run did not end',
    last: 'The last run did not end.',
    before: 'Below is the run before.',
    noReason: 'No reason was given. Try again.',
  },
  obstacle: {
    errors: (count: number, first: string): string =>
      `${plural(count, { one: 'One error stands', other: `${count} errors stand` })} in the way of a run: ${first}`,
    noTraffic:
      'No traffic is chosen, and a run replays recorded or generated requests. Choose a log of yours in the bar above, or take the hour that comes with the example.',
  },
  stale: {
    policy: 'policy',
    traffic: 'traffic',
    scenario: 'scenario',
    /** `changed`: what is not as it was, in the words above. */
    what: (changed: readonly string[]): string =>
      `The ${listText(changed.map((one, i) => (i === 0 ? one : `the ${one}`)))} changed since this run.`,
    drawnBefore: 'The figures below are about what was drawn before.',
    other: (scenario: string, traffic: string): string => `The figures below are about “${scenario}” on ${traffic}.`,
  },

  /** What happened to the world comes first, as a sentence of `words.scenarios`. */
  headline: {
    noIncident: 'No incident was rehearsed.',
    noRequest: 'The traffic held no request.',
    noneFailed: (all: string): string => `None of ${all} requests failed`,
    failed: (failed: string, all: string): string => `${failed} of ${all} requests failed`,
    nobody: 'nobody got an answer',
    noLowerTier: 'no answer came from a lower tier',
    lowerTier: (share: string): string => `${share} were answered by a lower tier`,
    flawedThoughNoneFailed: (share: string, of: Flaw): string => `yet ${share} of the answers are ${flaw[of]}`,
    flawedToo: (share: string, of: Flaw): string => `and ${share} of the answers are ${flaw[of]}`,
    whole: (failures: string, flawed: string | null, tiers: string): string =>
      `${flawed === null ? failures : `${failures}, ${flawed}`}; ${tiers}.`,
  },

  basis: {
    restsOn: 'What these figures rest on',
    restsOnParts: (parts: readonly string[]): string => `What these figures rest on: ${enumerated(parts)}`,
    assumptions: 'Assumptions of this run',
    none: 'This run carries no assumptions.',
    recordedTraffic: 'recorded arrivals and tokens',
    generatedTraffic: 'generated arrivals and tokens',
    /** `error`: of the back-test, in a few words. */
    fittedLatencies: (error: string | null): string => (error === null ? 'fitted latencies' : `fitted models, back-test ${error}`),
    assumedFailures: 'assumed failures',
    assumedModel: 'assumed latencies and errors',
    group: {
      assumed: '○ Assumed: nobody measured it',
      fitted: '◐ Fitted to recordings',
      recorded: '● Recorded',
      model: 'How the simulator works',
    } satisfies Readonly<Record<Assumption['basis'], string>>,
    word: { recorded: 'recorded', fitted: 'fitted', assumed: 'assumed', model: 'part of the model' } satisfies Readonly<
      Record<Assumption['basis'], string>
    >,
  },

  drawing: { wholeRun: 'Mean of the whole run', showWholeRun: 'Show the whole run' },
  /** Under the figures: `seed 1, engine 0.1.0`. */
  provenance: (runs: number, seed: number, engine: string): string =>
    `${runs > 1 ? `first of ${runs} runs, seed` : 'seed'} ${seed}, engine ${engine}`,

  playback: {
    label: 'Playback',
    play: 'Play',
    pause: 'Pause',
    speed: (times: number): string => `Playback speed: ${times} times`,
    time: 'Time in the run',
    /** `standing`: what stands at that instant. */
    at: (time: string, standing: string): string => `${time}, ${standing}`,
    nextEvent: 'Next event',
    noneLeft: 'Nothing more happens in this run.',
    next: (time: string, what: string): string => `${time} ${what}`,
    begins: (incident: string): string => `${incident} begins`,
    ends: (incident: string): string => `${incident} ends`,
    opens: (breaker: string): string => `${breaker} opens`,
    closes: (breaker: string): string => `${breaker} closes`,
    firstFailed: 'first failed request',
    together: (first: string, second: string): string => `${first}; ${second}`,
  },

  charts: {
    label: 'What happened over time',
    openAsTable: 'Open as table',
    openThisAsTable: (chart: string): string => `Open ${chart.toLowerCase()} as table`,
    assumed: 'assumed',
    answers: {
      title: 'Answers',
      unit: (span: string): string => `per ${span}`,
      picture: 'Answers per tier over time, stacked',
      tierName: (tier: number): string => `Tier ${tier}`,
      tier: (tier: number): string => `tier ${tier}`,
      tierBy: (tier: number, answerer: string): string => `tier ${tier}, ${answerer}`,
      failed: 'Failed',
      failedRow: '× failed',
      failedFromTo: (count: string, from: string, to: string): string => `${count} failed, ${from} to ${to}`,
    },
    breakers: {
      title: 'Breakers',
      state: breakerState,
      row: (name: string, openings: number): string =>
        `${name}: opened ${plural(openings, { one: `${openings} time`, other: `${openings} times` })}`,
      segment: (name: string, state: BreakerState, from: string, to: string): string => `${name} ${breakerState[state]}, ${from} to ${to}`,
      neverOpened: 'never opened',
      opened: (count: number, text: string): string => plural(count, { one: `opened ${text} time`, other: `opened ${text} times` }),
      /** Up to two are named, more are counted. */
      are: (names: readonly string[], state: BreakerState): string =>
        `${names.length > 2 ? names.length : enumerated(names)} ${breakerState[state]}`,
      /** On a breaker's card, and the same where there is no room for it. */
      openedTimes: (times: string): string => `opened ${times}×`,
      openedTimesShort: (times: string): string => `${times}×`,
      allClosed: (count: number): string => plural(count, { one: 'closed', other: 'all closed' }),
    },
    latency: {
      title: 'Latency',
      unit: 's, by quantile',
      p50: 'P50',
      p95: 'P95',
      p99: 'P99',
      picture: 'Latency over time: P50, P95 and P99',
      sla: (time: string): string => `SLA ${time}`,
    },
    cost: {
      title: 'Cost',
      unit: '$ per min',
      picture: 'Cost per minute over time',
      ofBefore: (usd: string): string => `of ${usd} before`,
    },
  },

  tables: {
    copy: 'Copy for a spreadsheet',
    copied: 'Copied',
    refused: 'The clipboard was refused; select and copy instead',
    answers: (seconds: number): string => `Answers per ${seconds} s`,
    answersColumns: ['From', 'Arrived', 'Tier 1', 'Tier 2', 'Tier 3', 'Blocked', 'Failed'],
    latency: (seconds: number): string => `Latency of answered requests per ${seconds} s`,
    latencyColumns: ['From', 'P50 (ms)', 'P95 (ms)', 'P99 (ms)'],
    cost: (seconds: number): string => `Cost per ${seconds} s`,
    costColumns: ['From', 'Cost ($)', 'Cost ($ per min)', 'Attempts'],
    breakers: 'Breaker states',
    breakersColumns: ['Breaker', 'State', 'From', 'To', 'Seconds'],
    phases: 'Before, during and after the incident',
    phasesColumns: [
      'Phase',
      'From',
      'To',
      'Ended',
      'Tier 1 (%)',
      'Tier 2 (%)',
      'Tier 3 (%)',
      'Blocked (%)',
      'Failed (%)',
      'Cost ($ per min)',
    ],
    phase: { before: 'before', during: 'during', after: 'after' },
  },

  quality: {
    flawed: 'Answered, but flawed',
    noFlaw: (answers: string): string =>
      `None of ${answers} has a flaw that the simulator knows of. Where a model’s quality is not stated, every answer counts as right; a scenario such as “Drift without errors” shows what happens when it is not.`,
    answers: (count: number, text: string): string => plural(count, { one: `${text} answer`, other: `${text} answers` }),
    about:
      'They count as answered, and no status code tells them from good ones. One answer may have several flaws, so the rows do not add up.',
    columns: { flaw: 'Flaw', gets: 'What the user gets', share: 'Of all answers', count: 'Answers' },
    endings: {
      title: 'How every request ended',
      about: 'Once each, so the rows add up to all requests of the run.',
      tier: (tier: number): string => `answered by tier ${tier}`,
      blocked: 'blocked by a guard',
      columns: { ending: 'Ended', share: 'Of all requests', count: 'Requests' },
    },
    layers: 'Layers of defence',
    noLayer:
      'This policy has no guard and no evaluator, so whatever is bad reaches the model and the user. Add an input or an output guard from the palette.',
    layersAbout:
      'In the order in which a request and its answer meet them. What one layer leaks, the next may still catch, if it looks for the same.',
    layerColumns: {
      layer: 'Layer',
      node: 'Node',
      looksFor: 'Looks for',
      reached: 'Reached',
      caught: 'Caught',
      leaked: 'Leaked',
      falseAlarms: 'False alarms',
      restsOn: 'Rests on',
    },
    layer: { input: 'Input', execution: 'Execution', output: 'Output', evaluation: 'Evaluation' } satisfies Readonly<
      Record<DefenceLayer, string>
    >,
    onlyReports: ', only reports it',
    itsSettings: 'its settings',
  },

  trace: {
    none: 'This run kept no single requests, so there is nothing to follow step by step. Simulate again to sample some.',
    byOutcome: 'Show requests by outcome',
    filter: { all: 'All', 'tier-1': 'Tier 1', 'tier-2': 'Tier 2', 'tier-3': 'Tier 3', blocked: 'Blocked', failed: 'Failed' },
    order: { slowest: 'Slowest first', fastest: 'Fastest first', arrival: 'By arrival', dearest: 'Dearest first' },
    orderIs: (order: string): string => `Order: ${order}`,
    list: 'Sampled requests',
    /** `kept`: a count with its word, of `requests`. */
    sample: (kept: string, all: string): string => `${kept} of ${all} kept as a sample.`,
    request: (number: string): string => `Request ${number}`,
    at: (time: string): string => `at ${time}`,
    ms: (ms: number): string => `${ms} ms`,
    arrived: 'arrived at',
    took: 'took',
    cost: 'cost',
    answered: 'answered',
    answeredBy: (tier: number): string => `answered by tier ${tier}`,
    calls: 'Calls of this request, each below its caller',
    columns: { call: 'Call', time: 'Time since arrival', took: 'Took', cost: 'Cost', reply: 'Reply' },
    bar: (name: string, from: string, to: string): string => `${name}: from ${from} to ${to} after arrival`,
    nobodyWaited: 'nobody waited',
  },
} as const;
