import { plural } from './locale.ts';

/** What a call does itself. */
const timePart = {
  attempt: 'models and tools at work',
  people: 'people at work',
  guard: 'checks',
  queue: 'in line for a slot',
  wait: 'waits between tries',
  other: 'elsewhere',
} as const;

/** Looking closer at a run's results: zoomed charts, what they can be saved as, single requests that are looked for. */
export const results = {
  zoom: {
    /** What the keys do, for those who hear the charts. */
    keys: 'Drag over any chart, or press plus and minus, to look closer; arrows move along; Escape shows the whole run.',
    hint: 'Drag to zoom in',
    window: (from: string, to: string): string => `${from} to ${to}`,
    whole: 'Whole run',
    showWhole: 'Show the whole run in the charts',
    closer: 'Look closer in the charts',
    wider: 'Look wider in the charts',
    said: (from: string, to: string): string => `The charts show ${from} to ${to}.`,
    saidWhole: 'The charts show the whole run.',
  },
  shown: {
    button: 'Charts',
    label: 'Which charts are shown',
  },
  save: {
    open: (chart: string): string => `Save ${chart.toLowerCase()} as a file`,
    tip: 'Save as a file',
    csv: 'Figures as CSV …',
    png: 'Picture as PNG …',
    svg: 'Picture as SVG …',
    csvTitle: (chart: string): string => `Save the figures of ${chart.toLowerCase()}`,
    pictureTitle: (chart: string): string => `Save the picture of ${chart.toLowerCase()}`,
    button: 'Save as CSV …',
    fromSeconds: 'From (s)',
    /** Under a picture: what it is of. */
    footer: (policy: string, traffic: string, scenario: string, seed: number, engine: string): string =>
      `${policy} on ${traffic}, scenario “${scenario}”, seed ${seed}, engine ${engine}. Failures and latencies are simulated.`,
  },
  charts: {
    failures: {
      title: 'Failures',
      unit: (span: string): string => `by class, per ${span}`,
      picture: 'Requests without an answer over time, by failure class',
      others: 'other classes',
      none: 'none',
    },
    budgets: {
      title: 'Budgets',
      unit: '% of limit',
      picture: 'Share of each budget that is used, over time',
      limit: 'limit',
    },
    station: {
      provider: (name: string): string => `Slots of ${name}`,
      node: (name: string): string => `${name}: at work`,
      unit: 'in use, waiting above',
      picture: (title: string): string => `${title} over time: in use, and waiting for one`,
      inUse: 'in use',
      waiting: 'waiting',
      now: (inUse: string, slots: string | null): string => (slots === null ? inUse : `${inUse} of ${slots}`),
      slots: (slots: string): string => `${slots} slots`,
    },
    /** Beside a shaded band. */
    band: (runs: number): string => `band: ${runs} runs, 95 %`,
  },
  tables: {
    failures: (seconds: number): string => `Requests without an answer per ${seconds} s, by failure class`,
    from: 'From',
    budgets: (seconds: number): string => `Budgets at the end of each ${seconds} s, in percent of the limit`,
    station: (title: string, seconds: number): string => `${title} per ${seconds} s`,
    stationColumns: ['From', 'Slots', 'In use (mean)', 'Waiting (mean)', 'Longest line'],
    latencyBand: ['P95 low (ms)', 'P95 high (ms)'],
    costBand: ['Low ($)', 'High ($)'],
    failedBand: ['Failed low', 'Failed high'],
  },
  funnel: {
    column: 'Caught, leaked',
    label: (reached: string, caught: string, leaked: string): string => `${reached} reached it, ${caught} caught, ${leaked} leaked`,
  },
  requests: {
    worst: 'The worst',
    dearest: 'The dearest',
    fellTo: (tier: number): string => `One that fell to tier ${tier}`,
    aFailed: 'One that failed',
    find: 'Find requests',
    /** The same where there is little room. */
    findShort: 'Find …',
    end: 'How it ended',
    anyEnd: 'Any end',
    tier: (tier: number): string => `Answered by tier ${tier}`,
    blocked: 'Blocked by a guard',
    failed: 'Failed, any class',
    orderBy: 'Order',
    user: 'User',
    userAny: 'any user',
    took: 'Took at least',
    tookMost: 'and at most',
    seconds: 's',
    windowIs: (from: string, to: string): string => `Only what arrived ${from} to ${to}`,
    look: 'Look',
    looking: 'Looking through all requests',
    cancel: 'Cancel',
    backToSample: 'Back to the sample',
    found: (shown: string, matches: number, matchesText: string, all: string): string =>
      matches === 0 ? `None of ${all} requests is like that.` : `${shown} of ${matchesText} like that, among all ${all} requests.`,
    foundAny: (shown: string, all: string, order: string): string => `${shown} of all ${all} requests, ${order.toLowerCase()}.`,
    foundAll: (matches: number, matchesText: string, all: string): string =>
      `${plural(matches, { one: `${matchesText} request is`, other: `${matchesText} requests are` })} like that, among all ${all}.`,
    cannot: 'This run was not made in this window, so only its sample can be looked at. Simulate again to look through all requests.',
    failedToLook: (reason: string): string => `The search ended without a result: ${reason}`,
    traffic: (user: string): string => `user ${user}`,
    save: 'Save as OpenTelemetry …',
    saveTitle: 'Save requests as OpenTelemetry traces',
    saveTip: 'These requests as OTLP JSON, which trace viewers such as Jaeger read',
    listFound: 'Found requests',
  },
  commands: {
    noRun: 'Simulate first: there is no run to look at.',
    notZoomed: 'The charts show the whole run already.',
    noneFailed: 'No request of this run failed.',
    worst: 'Show the worst requests of the run',
    failed: 'Show requests that failed',
    saveTraces: 'Save requests as OpenTelemetry traces …',
  },
  waterfall: {
    where: 'Where the time went',
    part: timePart,
    /** On hover: what a call did itself, and for how long. */
    showAfter: (time: string): string => `Show what went on after the reply, up to ${time}`,
    hideAfter: 'Show only up to the reply',
    goesOn: (time: string): string => `goes on until ${time}`,
    doing: (name: string, part: keyof typeof timePart, time: string): string => `${name}: ${timePart[part]}, ${time}`,
    billed: (usd: string, calls: number, callsText: string): string =>
      `${usd} was billed ${plural(calls, { one: `for ${callsText} call`, other: `for ${callsText} calls` })}`,
    wasted: (usd: string): string => `, ${usd} of it for answers that nobody got`,
    nothing: 'Nothing was billed',
    /** Beside the exact money of one call. */
    tokens: (usd: string, prompt: string, completion: string): string => `${usd}: ${prompt} prompt and ${completion} completion tokens`,
  },
} as const;
