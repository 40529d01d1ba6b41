import { listText, plural } from './locale.ts';

const pairs = (count: number): string => plural(count, { one: 'one pair of runs', other: `${count} pairs of runs` });
const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What a change does: live knobs, which number matters, sweeps. Figures come as they are written, with their units. */
export const knobs = {
  tab: 'What if',
  tabs: { label: 'What to try', live: 'Before and after', matters: 'Which number matters', sweep: 'Sweep' },
  points: (text: string): string => `${text}\u00a0pt`,
  basis: (scenario: string, traffic: string, seed: number): string => `“${scenario}” on ${traffic}, seed ${seed}: the same luck for all`,

  figure: {
    availability: 'Availability',
    tier1Share: 'Answered in full',
    failedShare: 'Failed',
    p50Ms: 'P50',
    p95Ms: 'P95',
    p99Ms: 'P99',
    usdPerRequest: 'Cost per 1\u202f000 requests',
    wastedUsd: 'Wasted',
    attemptsPerRequest: 'Attempts a request',
  },
  /** In the middle of a sentence, before a signed difference. */
  inSentence: {
    availability: 'availability',
    tier1Share: 'full answers',
    failedShare: 'failed',
    p50Ms: 'P50',
    p95Ms: 'P95',
    p99Ms: 'P99',
    usdPerRequest: 'cost per 1\u202f000',
    wastedUsd: 'wasted',
    attemptsPerRequest: 'attempts a request',
  },
  changed: (figure: string, difference: string): string => `${figure} ${difference}`,
  verdict: { better: 'better', worse: 'worse', none: 'no difference shown', same: 'the same', open: 'one pair, no evidence yet' },

  sentence: {
    sameSoFar: 'This change makes no difference in this run.',
    onePair: (changes: readonly string[]): string => `On one pair of runs, which is no evidence yet: ${listText(changes)}.`,
    same: (count: number): string => `The same in ${pairs(count)}: nothing here depends on what was changed.`,
    evidence: (better: readonly string[], worse: readonly string[], count: number): string => {
      if (better.length === 0 && worse.length === 0) return `No difference is shown by ${pairs(count)}.`;
      const parts = [
        ...(better.length === 0 ? [] : [`better: ${listText(better)}`]),
        ...(worse.length === 0 ? [] : [`worse: ${listText(worse)}`]),
      ];
      return `${upperFirst(parts.join('; '))}, by ${pairs(count)}.`;
    },
  },

  strip: {
    label: 'What the change does',
    same: 'Nothing changed since the run. Change a number and what it does is told here.',
    running: 'Counting',
    waiting: 'The policy changed. A run of this traffic takes a while, so it is not begun by itself.',
    off: 'The policy changed since the run.',
    run: 'Run the change',
    open: 'Before and after',
    live: 'Live',
    liveHelp: 'Each change of the policy is run beside the last run, on the same traffic, incidents and luck.',
    pinned: 'pinned run',
    outOfDate: 'of the change before',
    since: 'Since the run',
    sincePinned: 'Since the pinned run',
  },

  live: {
    empty: {
      title: 'Nothing changed since the run',
      text: 'Turn a knob here, or change the policy in Design: what it does stands here within a second, beside what was before, on the same traffic, incidents and luck.',
    },
    readOnly: 'This policy is read-only, so nothing can be turned here.',
    refused: 'The change cannot be run',
    running: 'Running the change.',
    soFar: (done: string, all: string, full: string, fullBefore: string, failed: string, failedBefore: string): string =>
      `So far, ${done} of ${all} requests: ${full} answered in full (${fullBefore} before), ${failed} failed (${failedBefore} before).`,
    stale: 'The policy changed again. Below is what the change before it did.',
    waiting: (seconds: string): string => `A run of this traffic takes about ${seconds}, so it is not begun by itself.`,
    off: 'Live runs are off.',
    runNow: 'Run the change',
    pin: 'Pin the run before',
    pinHelp: 'Keeps comparing with this run, also after others.',
    unpin: 'Compare with the last run',
    pinned: (scenario: string): string => `Compared with the pinned run of “${scenario}”.`,
    took: (ms: string): string => `first run in ${ms}`,
    changesTitle: 'What was changed',
    drawingOnly: 'Only names or words.',
    columns: {
      figure: 'Figure',
      before: 'Before',
      after: 'After',
      difference: 'Difference',
      interval: 'less · 0 · more',
      verdict: 'Verdict',
    },
    tableLabel: 'Before and after, figure by figure',
    ownScale: 'Each figure on its own scale; the bar is the 95 % interval of the difference.',
    intervalText: (low: string, high: string): string => `95 % interval ${low} to ${high}`,
    growing: (count: number): string => `Means of ${pairs(count)}; more are running.`,
    done: (count: number): string => `Means of ${pairs(count)}.`,
    onePair: 'One pair of runs; more are running.',
    back: 'Set all back',
    charts: {
      label: 'Before and after over time',
      full: { title: 'Answered in full', unit: '% of what ended' },
      p95: { title: 'P95', unit: 's' },
      cost: { title: 'Cost', unit: '$ a minute' },
      before: 'before',
      after: 'after',
      picture: (title: string): string => `${title} over time, before and after the change`,
    },
  },

  list: {
    title: 'Knobs',
    about: 'A turned knob changes the policy; undo takes it back.',
    add: 'Add a knob',
    remove: (name: string): string => `Take ${name} off the list`,
    back: (value: string): string => `was ${value}`,
    backLabel: (name: string, value: string): string => `Set ${name} back to ${value}`,
    show: (name: string): string => `Show ${name} in Design`,
    slider: (name: string): string => `${name}, slider`,
    none: 'No number of this policy is turned here yet.',
    gone: 'is no longer in the policy',
  },
  picker: {
    find: 'Find a number of the policy',
    none: 'No number of that name.',
    providers: 'Providers and prices',
    choose: 'Choose a number …',
  },

  sweepRun: {
    start: 'Start',
    again: 'Start again',
    cancel: 'Cancel',
    progress: 'Progress of the sweep',
    runs: (done: string, all: string): string => `${done} of ${all} runs`,
    size: (runs: string, requests: string, time: string): string => `${runs} runs of ${requests} requests, about ${time}`,
    rough: (count: number): string =>
      `A first answer by ${plural(count, { one: 'one run', other: `${count} runs` })} of each; more are running.`,
    by: (count: number): string => `By ${plural(count, { one: 'one run', other: `${count} runs` })} of each, on the same luck.`,
    stale: 'The policy changed since this sweep. Below is about what was drawn before.',
    refused: 'The sweep did not run',
    judge: 'Judged by',
  },

  matters: {
    about:
      'Each number of the policy is made smaller and larger, one at a time. The longest bar is the number that decides most; a number without a bar can be left alone.',
    share: 'Turn each by',
    shareText: (percent: number): string => `± ${percent}\u00a0%`,
    noField: 'The policy holds no number that can be turned.',
    label: (figure: string): string => `Which number matters for ${figure}`,
    columns: { field: 'Number', from: 'Smaller', to: 'Larger', verdict: 'Evidence' },
    asDrawn: (value: string): string => `as drawn ${value}`,
    row: (name: string, low: string, at: string, high: string, then: string): string => `${name}: ${at} at ${low}, ${then} at ${high}`,
    at: (value: string): string => `at ${value}`,
    smaller: 'smaller value',
    larger: 'larger value',
    show: (name: string): string => `Show ${name} in Design`,
    more: (count: number): string => `Show ${plural(count, { one: 'one more number', other: `${count} more numbers` })}`,
    still: (count: number): string => plural(count, { one: 'One number changed nothing.', other: `${count} numbers changed nothing.` }),
    knob: 'Make it a knob',
    knobOf: (name: string): string => `Make ${name} a knob`,
  },

  grid: {
    about:
      'One or two numbers run over a range. Points on the front are those that no other beats in availability, P95 and cost at once: what is off it can be left out of the talk.',
    first: 'Number',
    second: 'Second number',
    from: 'from',
    to: 'to',
    steps: 'steps',
    addSecond: 'Add a second number',
    removeSecond: 'Without a second number',
    chooseFirst: 'Choose a number to begin.',
    badRange: (low: string, high: string): string => `Write numbers from ${low} to ${high}, and 2 to 20 steps.`,
    x: 'Across',
    y: 'Up',
    scatter: (x: string, y: string): string => `Points of the sweep: ${x} across, ${y} up`,
    table: 'Points of the sweep',
    front: 'on the front',
    asDrawn: 'as drawn',
    onlyFront: 'Only the front',
    apply: 'Apply this point',
    applied: (what: string): string => `Applied: ${what}. Undo takes it back.`,
    applyLabel: (what: string): string => `Sweep: ${what}`,
    choosePoint: 'Choose a point in the picture or in the table to apply it.',
    leftOut: (count: number): string =>
      plural(count, { one: 'One point cannot be run and is left out.', other: `${count} points cannot be run and are left out.` }),
    point: (what: string, x: string, y: string): string => `${what}: ${x}, ${y}`,
    chosen: 'Chosen point',
    setTo: (name: string, value: string): string => `${name} ${value}`,
    verdictTo: 'against as drawn',
  },
  commands: {
    go: 'What if: before and after a change',
    matters: 'Which number matters',
    sweep: 'Sweep one or two numbers',
    runChange: 'Run the change beside the last run',
    live: (isOn: boolean): string => (isOn ? 'Stop running each change' : 'Run each change by itself'),
    noRun: 'Simulate first: a change is compared with a run.',
    nothingWaits: 'No change waits for its run.',
  },
} as const;
