import { enumerated, plural, spelledOut } from './locale.ts';

const many = (count: number, one: string, several = `${one}s`): string =>
  plural(count, { one: `${spelledOut(count)} ${one}`, other: `${spelledOut(count)} ${several}` });

/** "Refunds", "Refunds and orders", "Refunds, orders and two more": a line has no room for ten. */
const listed = (names: readonly string[]): string => {
  const [first = '', second] = names;
  if (second === undefined) return first;
  return names.length === 2 ? `${first} and ${second}` : `${first}, ${second} and ${many(names.length - 2, 'more', 'more')}`;
};

/** The tier board. */
export const tiers = {
  room: 'Tiers',
  question: 'What do users get when tier 1 is away?',
  columns: { capability: 'Capability', tier: { 1: 'Full function', 2: 'Core function', 3: 'Basic answer' } },
  tierName: { 1: 'tier 1, full function', 2: 'tier 2, core function', 3: 'tier 3, basic answer' },
  board: (policyName: string): string => `Tier board of ${policyName}`,

  answer: {
    noCapability: 'Nothing yet: no capability is drawn.',
    nothingYet: (names: readonly string[]): string => `${listed(names)}: an error. Nothing answers at any tier yet.`,
    nothingAtAll: (names: readonly string[]): string => `${listed(names)}: an error. Nothing answers below tier 1.`,
    allAnswered: (count: number): string =>
      plural(count, {
        one: 'A lower tier answers.',
        other: `A lower tier answers for all ${many(count, 'capability', 'capabilities')}.`,
      }),
    neverNeeded: 'A lower tier answers; the last run never needed it.',
    inLastRun: (second: string, third: string): string => `In the last run ${second} got tier 2 and ${third} tier 3.`,
  },
  summary: {
    signed: (signed: number, cells: number): string => `${signed} of ${cells} signed`,
    outOfDate: (count: number): string => `${count} out of date`,
    nothing: 'nothing to sign yet',
    explained:
      'A signature stands for one promise and what answers for it. When either changes, it is out of date until somebody signs again.',
  },
  run: {
    basis: (scenario: string, traffic: string, requests: string): string => `Last run: ${scenario} on ${traffic}, ${requests} requests`,
    none: 'Nothing was rehearsed yet, so how often each tier would be reached is not known.',
    noneDetail:
      'A rehearsal replays the chosen traffic while the chosen scenario goes wrong, and counts at which tier every request ended.',
    stale: 'The policy changed since the last run.',
    staleDetail: 'How often a tier was reached is about what was drawn before; times and costs are those of the drawing as it is now.',
    running: 'A rehearsal is under way.',
    simulate: 'Simulate',
    cancel: 'Cancel',
    again: 'Run again',
    ofAll: (share: string): string => `${share} of all requests`,
    reached: (share: string): string => `${share} of last run`,
    reachedBefore: (share: string): string => `${share} before the change`,
    never: 'never in the last run',
    notEntered: 'no request came in',
    title: 'When each tier answered in the last run',
    picture: (parts: string): string => `Answers over time by tier. ${parts}`,
    requests: (requests: string, failed: string, blocked: string): string =>
      `${requests} requests, ${failed} failed${blocked === '' ? '' : `, ${blocked} blocked`}`,
    mix: (parts: readonly string[]): string => `Of the last run: ${enumerated(parts)}.`,
  },
  capability: {
    owed: (p95: string, availability: string): string => `Owed: P95 within ${p95}, ${availability} answered`,
    promise: (name: string): string => `What ${name} promises in all`,
    noPromise: 'No promise for the whole capability yet.',
    write: 'Write what users are owed, whatever tier answers',
  },
  cell: {
    name: (capability: string, tier: string): string => `${capability}, ${tier}`,
    promise: (capability: string, tier: string): string => `What users of ${capability} get at ${tier}`,
    write: 'Write what users get here',
    keep: 'Enter keeps it, Shift Enter begins a new line, Esc leaves it as it was.',
    edit: 'Change the words',
    tooLong: (length: string, most: string): string => `${length} of ${most} characters`,
    unkept: 'Promised, but nothing answers at this tier, so nobody ever gets it.',
    quote: 'What the text says',
    noText: 'The text is still empty.',
    writeText: 'Write the text',
    p95: 'P95',
    cost: 'A request',
    stepCost: 'A step',
    quality: 'Solves',
    free: 'nothing',
    unknown: 'not known',
    kept: 'from the cache',
    steps: (steps: string): string => `asked about ${steps} times for one answer`,
    show: (name: string): string => `Show ${name} in Design`,
  },
  trace: {
    drawn: 'assumed',
    ran: 'last run',
    open: (name: string): string => `: where the figures of ${name} come from`,
    title: (name: string): string => `Figures of ${name}`,
    ranTitle: 'From the last run',
    ranBasis: (answers: string, scenario: string, traffic: string): string =>
      `P95 and cost come from ${answers} in “${scenario}” on ${traffic}, whichever capability asked. The cost has failed attempts in it.`,
    ranNone: 'It answered nobody in the last run, so there are no figures of it.',
    drawnTitle: 'From the drawing, before any run',
    answers: (count: number, text: string): string => plural(count, { one: `${text} answer`, other: `${text} answers` }),
    own: 'The time is that of the answer itself. What the tiers above took before comes on top.',
    basis: { recorded: '● recorded', fitted: '◐ fitted to recordings', assumed: '○ assumed', model: 'the simulator’s own model' },
    assumed: 'set by hand in the inspector; nobody measured it',
  },
  gap: {
    title: 'No answer at this tier',
    first: 'Nobody gets the full function: the best that answers is a lower tier.',
    secondWithThird: 'When tier 1 is away, users get the basic answer at once.',
    secondAlone: 'Nothing smaller stands in when tier 1 is away.',
    thirdWithSecond: 'When tiers 1 and 2 are away, users get an error. A fixed text needs no provider and cannot fail.',
    thirdAlone: 'When tier 1 is away, users get an error. A fixed text needs no provider and cannot fail.',
    nothing: {
      1: 'Nothing answers for this capability at all yet: every request would end in an error.',
      2: 'Here would stand what a smaller model still does when the first one is away.',
      3: 'Here would stand what is left when no model answers. A fixed text needs no provider and cannot fail.',
    },
    template: 'Add a template answer',
    draw: 'Draw it in Design',
    noRoom: 'The fallback of this capability has no room for another tier, so nothing was added. Draw the answer in Design.',
    added: (name: string, tier: number): string => `${name} has a template answer at tier ${tier}. It still needs its text.`,
  },
  sign: {
    sign: 'Sign off',
    unsigned: 'Nobody stands for it yet',
    unwritten: 'Write the promise first, then sign it',
    signed: (owner: string, date: string): string => `${owner}, ${date}`,
    outOfDate: 'Signed for something else',
    title: (capability: string, tier: string): string => `Sign off ${capability}, ${tier}`,
    owner: 'Name or role',
    ownerHelp: 'Who answers for it towards users. Remembered on this computer.',
    standsFor: 'You stand for',
    confirm: (date: string): string => `Sign, ${date}`,
    again: (date: string): string => `Sign what it is now, ${date}`,
    withdraw: 'Withdraw the signature',
    signedBy: (owner: string, date: string): string => `Signed by ${owner} on ${date}.`,
    was: 'Signed',
    now: 'Now',
    part: { promise: 'The promise', answer: 'What answers' },
    empty: 'nothing',
    details: (capability: string, tier: string): string => `Signature of ${capability}, ${tier}`,
    done: (capability: string, tier: number): string => `Signed: ${capability}, tier ${tier}.`,
  },
  empty: {
    title: 'No capability is drawn yet',
    text: 'A capability is what users come for: answering a question, checking an order. Each one is an entry of the drawing, and each gets a row here with what users get at every tier.',
    lessons: [
      { title: 'Full function', text: 'What users get on a good day, in words that everybody understands.' },
      { title: 'Core function', text: 'What a smaller model still does when the first one is away.' },
      { title: 'Basic answer', text: 'What is left when no model answers: a text that says so and names a way out.' },
    ],
    add: 'Draw an entry in Design',
    templates: 'New from a template …',
  },
  readOnly: 'read-only',
  picture: {
    button: 'Save a picture',
    command: 'Save a picture of the tier board …',
    title: 'Save a picture of the tier board',
    noRun: 'Nothing was rehearsed; figures come from the drawing and are assumed.',
    unsigned: 'not signed',
    outOfDate: (owner: string): string => `signed by ${owner} for something else`,
    signed: (owner: string, date: string): string => `signed by ${owner}, ${date}`,
    nothing: 'nothing answers at this tier',
    unwritten: 'nothing is written yet',
    made: (date: string): string => `Gracefall, ${date}`,
  },
  go: 'Go to Tiers',
} as const;
