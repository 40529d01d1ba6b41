import { listText, plural } from './locale.ts';

const changes = (count: number): string => plural(count, { one: `${count} change`, other: `${count} changes` });

/** What is said where a change of a policy is reviewed. */
export const review = {
  room: 'Review',
  go: 'Go to Review',
  question: 'What changes, and what would it do?',
  noBase: 'Choose what to compare with.',
  nothing: (base: string) => `Nothing changed against ${base}.`,
  onlyDrawing: (base: string, count: number) => `Only the drawing differs from ${base}: ${changes(count)} of places and notes.`,
  answer: (base: string, count: number, ways: number) =>
    `${changes(count)} against ${base}${ways === 0 ? '' : plural(ways, { one: ', 1 of them in which way requests go', other: `, ${ways} of them in which way requests go` })}.`,
  base: {
    label: 'Compare with',
    saved: 'The last save',
    opened: 'As it was opened',
    /** In the middle of a sentence. */
    inSentence: { saved: 'the last save', opened: 'the policy as it was opened' },
    named: (name: string) => `“${name}”`,
    file: 'A file …',
    example: (name: string) => `Example: ${name}`,
    chooseFile: 'Compare with a policy file',
    cannotRead: (name: string, why: string) => `${name} cannot be compared with: ${why}`,
    none: 'Choose …',
  },
  tabs: { label: 'What of the change is shown', sheet: 'One sheet', sides: 'Side by side', text: 'JSON', impact: 'Impact' },
  mark: { added: 'new', removed: 'gone', reordered: 'other order', changed: 'changed' },
  sheet: 'Both versions on one sheet',
  before: 'Before',
  after: 'After',
  text: 'Both versions as JSON',
  list: 'Changes',
  previous: 'Previous change',
  next: 'Next change',
  position: (at: number, count: number) => `${at} of ${count}`,
  noChanges: 'There are no changes to step through.',
  drawing: 'On the sheet only',
  empty: {
    title: 'Both versions mean the same',
    text: 'Change something in Design and come back, or compare with another file or an example. Each change stands here in a sentence, and Impact says what it would do.',
    noBaseTitle: 'This policy was never saved',
    noBaseText: 'There is no earlier version of it yet. Choose a file or an example above to compare with.',
    toDesign: 'Go to Design',
  },
  impact: {
    label: 'What the change would do',
    scenarios: 'Scenarios to run',
    pairs: 'Pairs of runs',
    run: 'Run both versions',
    stop: 'Stop',
    intro: 'Both versions get the same requests, incidents and luck under each scenario, so that what differs is the change.',
    noTraffic: 'There is no traffic yet. Choose a log in the bar above first.',
    running: (scenario: string, share: string) => `Running under “${scenario}”, ${share} done`,
    stopped: 'The run was stopped.',
    refused: (why: string) => `It cannot be run: ${why}`,
    lost: (why: string) => `No result came back: ${why}`,
    stale: 'One of the two versions changed since; run them again.',
    summary: (better: readonly string[], worse: readonly string[]) =>
      better.length + worse.length === 0
        ? 'No difference is shown in any figure.'
        : `${[...(better.length > 0 ? [`better: ${listText(better)}`] : []), ...(worse.length > 0 ? [`worse: ${listText(worse)}`] : [])].join('; ').replace(/^\w/, (letter) => letter.toUpperCase())}.`,
    under: (figure: string, scenario: string) => `${figure} under “${scenario}”`,
    family: (pairs: number, figures: number) =>
      `Means of ${pairs} pairs of runs. Verdicts are corrected for the ${figures} figures that are looked at (Holm): the chance of even one wrong “better” or “worse” is at most 5 %.`,
    ofScenario: (name: string) => `Under “${name}”`,
    month: (before: string, after: string, rate: string) =>
      `At the rate of this traffic (${rate}) a month of this would cost ${before} before and ${after} after.`,
    promise: {
      title: 'Promise',
      availability: (limit: string) => `${limit} answered`,
      p95Ms: (limit: string) => `P95 within ${limit}`,
      usdPerRequest: (limit: string) => `at most ${limit} per 1\u202f000 requests`,
      kept: 'kept',
      broken: 'broken',
      unknown: 'not measured',
      row: (promise: string, before: string, after: string) => `${promise}: ${before} before, ${after} after`,
    },
    contributions: {
      title: 'What each change adds',
      intro: 'The new version against itself with one change taken back, under the scenario chosen here.',
      scenario: 'Scenario',
      run: 'Run each change',
      tooMany: (shown: number, all: number) => `The first ${shown} of ${all} changed things.`,
      change: 'Change',
      cannot: (why: string) => `Cannot be taken back alone: ${why}`,
      table: 'What each change adds, figure by figure',
    },
    fates: {
      title: 'Requests that end otherwise',
      intro: 'The same requests in both versions, from the first incident on.',
      run: 'Find requests that end otherwise',
      looking: 'Looking at both versions',
      found: (count: number, of: number) =>
        count === 0
          ? `All of the ${of} requests looked at end alike.`
          : `${plural(count, { one: 'One', other: String(count) })} of the ${of} requests looked at ${plural(count, { one: 'ends', other: 'end' })} otherwise.`,
      request: (number: string) => `Request ${number}`,
      from: (before: string, after: string) => `${before} → ${after}`,
      list: 'Requests that end otherwise',
    },
  },
} as const;
