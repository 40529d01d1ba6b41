import { chosenTimeText, countText, latencyText, plainText, shareText, sizeText, spanText, usdText } from './figure-text.ts';
import { plural } from './locale.ts';

const requestsText = (count: number): string => plural(count, { one: '1 request', other: `${countText(count)} requests` });

/** How far a stream is from one without memory, from one request to the next: by the variation of its gaps. */
function gapWord(gapCv: number): string {
  if (gapCv < 0.5) return 'more even than chance';
  if (gapCv < 0.85) return 'a little more even than chance';
  if (gapCv <= 1.2) return 'about as chance has it';
  return gapCv <= 2 ? 'burstier than chance' : 'in bursts';
}

/** And over longer times, where it may come in waves although each gap is as chance has it. */
function waveText(index: number, windowMs: number): string {
  const by = `Counted by ${spanText(windowMs)}`;
  if (index < 0.7) return `${by}, requests come more evenly than chance has it.`;
  if (index <= 1.5) return `${by}, they come as chance has it too.`;
  return `${by}, they come in ${index > 10 ? 'strong ' : ''}waves: the spread is ${plainText(index)} times that of chance.`;
}

/** The room where a traffic is looked at, changed, kept, and where models are fitted to it. */
export const trafficRoom = {
  room: 'Traffic',
  go: 'Go to Traffic',
  lookAt: 'Look at this traffic',
  question: 'What comes in?',
  tabs: { label: 'Ways to look at the traffic', glance: 'At a glance', fit: 'Fit models', kept: 'Kept logs' },
  answer: (requests: number, durationMs: number, perS: number): string =>
    `${requestsText(requests)} in ${spanText(durationMs)}, ${plainText(perS)} a second.`,
  none: {
    title: 'No traffic is chosen',
    about:
      'A rehearsal replays requests: when each arrived, how long its question and its answer were, and who asked. Choose a log of your gateway, or open an example, which brings traffic of its own. Here you then see:',
    lessons: [
      ['When requests come', 'How many by the minute, how far they bunch together, and the peaks that a limit or a queue has to bear.'],
      ['How large they are', 'Tokens of questions and answers, from the usual one to the one in a hundred: they decide latency and cost.'],
      ['How they ended', 'Latency, failures and money by model, where the log records them. From these, models can be fitted.'],
      ['What if it were otherwise', 'Cut out an hour, keep one model or user, take three times the load, or make a month of a day.'],
    ] as const,
    choose: 'Choose a log …',
  },
  reading: 'Reading the traffic …',
  gone: 'This traffic is no longer in memory, since others were read after it. Choose it again.',
  readAgain: 'Read it again',
  origin: { recorded: 'recorded', generated: 'generated' },
  arrivals: {
    title: 'Arrivals',
    unit: (bucketMs: number): string =>
      `requests per ${bucketMs === 1000 ? 'second' : bucketMs === 60_000 ? 'minute' : bucketMs === 3_600_000 ? 'hour' : spanText(bucketMs)}`,
    chart: 'Requests over time',
    brush: 'Drag over the chart to look at a part of it.',
    all: 'The figures below are of the whole traffic.',
    part: (from: string, to: string): string => `The figures below are of ${from} to ${to}.`,
    from: 'From',
    to: 'to',
    clockHelp: 'Since the first request, as 12:30 or 1:12:30',
    notClock: (end: string): string => `A time from 00:00 to ${end}, as 12:30 or 1:12:30.`,
    cut: 'Cut to this',
    showAll: 'Show all',
    failed: 'failed',
  },
  incident: {
    make: 'Make a scenario of this window',
    working: 'Comparing the window with the rest of the log',
    needsWindow: 'Drag over the chart first: the window is compared with the rest of the log',
    needsOutcomes: 'This traffic does not record how requests ended, so no incident shows in it',
    help: 'Failures and slowness that are more than in the rest of the log, as events on the timeline',
    noPolicy: 'A scenario strikes the models of a policy, and none is open. Open the policy first.',
    nothing: 'Nothing in this window is surely worse than in the rest of the log, so no scenario was made.',
    made: (events: number): string =>
      `${countText(events)} ${events === 1 ? 'event was' : 'events were'} made of this window. The description of the scenario says where each figure comes from.`,
  },
  change: {
    title: 'Change this traffic',
    filter: 'Filter',
    scale: 'Scale',
    lengthen: 'Make longer',
    keep: 'Keep',
    keepHelp: 'Keeps this traffic in the app’s own folder, so that it can be opened again without its log',
    kept: (size: string): string => `Kept: ${size}. It is under Kept logs, also after a restart.`,
    whole: 'Back to the whole log',
    recipe: 'Made from the log',
    working: 'Changing the traffic',
    keeping: 'Keeping the traffic',
    opening: 'Opening the traffic',
    fitting: 'Fitting',
    cancel: 'Cancel',
    made: (label: string, requests: number): string => `${label}: ${requestsText(requests)}. The next run is rehearsed on it.`,
    apply: 'Apply',
  },
  scale: {
    title: 'How many times the load?',
    label: 'Times the recorded load',
    help: 'From 0.001 to 20. Below 1, requests are left out by chance. Above 1, copies are laid over, displaced by up to two seconds, bursts as a whole: peaks grow as the mean does.',
    result: (requests: number): string => `About ${requestsText(requests)}.`,
    wrong: 'A number from 0.001 to 20.',
    lossOfOutcomes: 'What the log says of latencies and failures is left out: it was recorded at another load.',
  },
  lengthen: {
    title: 'How long shall it be?',
    label: 'Length',
    days: (days: number): string => plural(days, { one: '1 day', other: `${days} days` }),
    help: {
      7: 'It is made of whole days of this traffic, drawn by chance among those of the same weekday.',
      24: 'It is made of whole hours of this traffic, drawn by chance among those of the same time of day.',
      1: 'It is made of twelfths of this traffic, drawn by chance. It is shorter than two days, so it does not know of times of day.',
    },
    tooLong: 'This traffic is longer than a year already.',
  },
  filter: {
    title: 'Which requests shall stay?',
    column: 'Column',
    value: 'Value',
    values: 'Values',
    other: 'Another value',
    otherHelp: 'Written as in the log',
    missing: 'none',
    nothing: 'This traffic has no user, model or other column to filter by.',
    user: 'User',
    model: 'Model',
    provider: 'Provider',
    result: (requests: number): string => `${requestsText(requests)} stay.`,
    choose: 'Tick what shall stay.',
    unknown: 'How many stay shows when it is applied.',
  },
  bursts: {
    title: 'Burstiness',
    gaps: (cv: number): string => `From one request to the next, gaps vary by ${plainText(cv)} times their mean: ${gapWord(cv)}.`,
    clock: (ms: number): string =>
      `The log’s clock moves in steps of ${chosenTimeText(Number(ms.toPrecision(2)))}, so the gaps between requests cannot be told.`,
    wave: waveText,
    peak: (times: number, windowMs: number): string =>
      `The fullest ${windowMs === 60_000 ? 'minute' : windowMs === 1000 ? 'second' : spanText(windowMs)} has ${plainText(times)} times the mean.`,
    head: ['Counted by', 'Spread, times that of chance'] as const,
    explain: 'Variance of the counts ÷ their mean: 1 where nothing bunches. Breakers and limits see windows like these.',
    short: 'Too short, or too few requests, to tell bursts from chance.',
    every: (windowMs: number): string => spanText(windowMs),
    times: (index: number): string => `${plainText(index)} ×`,
  },
  tokens: { input: 'Tokens of the question', output: 'Tokens of the answer' },
  latency: {
    whole: 'Latency of answers',
    first: 'Time to the first token',
    measured: (count: number): string => `${countText(count)} measured`,
  },
  quantiles: { p5: 'P5', p50: 'P50', p95: 'P95', p99: 'P99', max: 'most', mean: 'mean' },
  bar: (from: string, to: string, count: number): string => `${from} to ${to}: ${requestsText(count)}`,
  ended: {
    title: 'How requests ended',
    answered: 'answered',
    unknown: (count: number): string => `Of ${requestsText(count)} the log does not say.`,
    cost: 'Cost as recorded',
    costOf: (total: number, known: number, of: number): string =>
      known === of ? usdText(total) : `${usdText(total)} for ${countText(known)} of ${countText(of)}`,
  },
  notRecorded: {
    latency: 'The log does not record how long answers took. Latencies of a rehearsal are those of the policy’s models.',
    ended: 'The log does not record how requests ended.',
    models: 'The log does not name models.',
    users: 'The log does not name users. Limits per user and the busiest users cannot be rehearsed.',
    metadata: 'The log has no other columns. Routers can go by tokens only.',
  },
  parts: {
    models: 'Models',
    providers: 'Providers',
    users: 'Users',
    name: 'Name',
    requests: 'Requests',
    share: 'Share',
    failed: 'Failed',
    cost: 'Cost',
    tokens: 'Tokens a request',
    others: (values: number): string => plural(values, { one: '1 other', other: `${countText(values)} others` }),
    missing: 'none',
    usersCount: (count: number, halfBy: number): string =>
      `${plural(count, { one: '1 user', other: `${countText(count)} users` })}; the busiest ${countText(halfBy)} send half.`,
  },
  fit: {
    title: 'Fit models from this log',
    about:
      'The log records how long calls took and how they ended. From that each model can be given the latency, the tail and the failures that it really had.',
    steps: [
      'The first half of the log is fitted: time to the first token, time a token, failures, by model.',
      'The second half is predicted under the policy in force, and compared with what was recorded.',
      'The verdict says what to believe. Then the models of this policy can take the fitted settings, in one step that can be undone.',
    ],
    inForce: 'The open policy was in force when the log was recorded.',
    inForceHelp: 'Otherwise each request is sent to the model that it went to.',
    verb: 'Fit and back-test',
    again: 'Fit again',
    cannot: 'This traffic records no outcomes',
    cannotAbout:
      'To fit models, a log must say how long calls took or how they ended: logs of LiteLLM, Langfuse, Helicone, Portkey and OpenTelemetry do. Import such a log, or map its latency and status columns. A traffic that was scaled or made longer has lost them: go back to the whole log.',
    backTest: 'Back-test',
    halves: (fitted: number, predicted: number): string => `fitted on ${requestsText(fitted)}, then ${requestsText(predicted)} predicted`,
    verdict: { believe: 'Believe it.', 'in part': 'Believe it in part.', 'do not believe': 'Do not believe it.' },
    head: { figure: 'Figure', recorded: 'Recorded', predicted: 'Predicted', error: 'Error', bound: 'Allowed', holds: 'Verdict' },
    /** Of a share, what chance alone makes of a sample is allowed too. */
    within: (bound: number, orChance: boolean): string => `± ${plainText(bound * 100)} %${orChance ? ' or chance' : ''}`,
    holds: 'holds',
    high: 'too high',
    low: 'too low',
    models: 'Fitted models',
    modelsAbout: 'of the whole log; times are to the first token, the writing comes on top',
    fitted: {
      model: 'Model',
      calls: 'Calls',
      p50: 'P50',
      p95: 'P95',
      p99: 'P99',
      rate: 'Writes',
      failures: 'Failures',
      cost: 'Cost a call',
    },
    perS: (tokens: number): string => `${plainText(tokens)} tokens/s`,
    unnamed: 'the log names no model',
    tooFew: 'Called too seldom to be predicted by itself',
    none: 'none',
    use: 'Use these models',
    useAbout: 'which model of the policy takes which fit',
    leaveAsIs: 'leave as it is',
    noModels: 'The policy has no model yet. Draw one in Design, then use the fit.',
    noneMatches: 'No model of the policy has a name of the log. Choose for each which fit it takes.',
    apply: (count: number): string =>
      count === 0 ? 'Use these models' : plural(count, { one: 'Use for 1 model', other: `Use for ${count} models` }),
    applied: (count: number): string => plural(count, { one: 'use a fitted model', other: `use ${count} fitted models` }),
    appliedToast: (count: number): string =>
      `${plural(count, { one: 'One model has', other: `${count} models have` })} the fitted latency and failures now. The next run says so, with the error of the back-test.`,
  },
  kept: {
    title: 'Kept logs',
    about:
      'Imported logs as columns: times, tokens, users, outcomes. Questions and answers are not among them. They stay on this computer and can be opened without the file that they came from.',
    none: 'Nothing is kept yet',
    noneAbout:
      'A log that you import is kept here by itself, and so is any traffic on which you press Keep. It opens in a moment, even when its file is gone.',
    head: { name: 'Name', requests: 'Requests', span: 'Length', from: 'Begins', outcomes: 'Outcomes', kept: 'Kept', size: 'Size' },
    withOutcomes: 'recorded',
    withoutOutcomes: 'not recorded',
    openOrRemove: 'Open or remove',
    open: 'Open',
    openNamed: (name: string): string => `Open ${name}`,
    remove: 'Remove',
    removeNamed: (name: string): string => `Remove ${name}`,
    removeTitle: (name: string): string => `Remove “${name}” from this computer?`,
    removeText: (requests: number, sizeBytes: number): string =>
      `${requestsText(requests)}, ${sizeText(sizeBytes)}. The log that it was read from is not touched. This cannot be undone.`,
    keepIt: 'Leave it',
    removed: (name: string): string => `“${name}” was removed.`,
    damaged: 'damaged',
    total: (count: number, sizeBytes: number): string =>
      `${plural(count, { one: '1 log', other: `${countText(count)} logs` })}, ${sizeText(sizeBytes)}`,
    unknown: 'not known',
  },
  share: shareText,
  time: latencyText,
} as const;
