/** What the shipped scenarios rest on. */
export interface ScenarioSource {
  /** What was published, and by whom; null where nothing was. */
  readonly published: string | null;
  /** What nobody publishes and this scenario therefore assumes. */
  readonly assumed: string;
}

const STATUS_PAGES =
  'Public status pages, 2021–2025: OpenAI 374 incidents, median 79 min, one in ten over 332 min; Anthropic 192, median 70 min, one in ten over 379 min.';
const IN_COMMON =
  'Public status pages, 2021–2025: OpenAI and Anthropic in an incident at once in 0.153 % of the time; 0.151 % if they were independent.';

/** By the scenario's id; every shipped one has an entry. */
const SOURCES: Readonly<Record<string, ScenarioSource>> = {
  'provider-outage': { published: STATUS_PAGES, assumed: 'That 95 % of calls fail, and the slow return.' },
  'status-page-median': { published: STATUS_PAGES, assumed: 'That half of the calls fail, and the ramps.' },
  'brown-out': { published: null, assumed: 'That errors rise to 30 %, and how fast.' },
  'failure-table': {
    published: 'The failure table: the classes, statuses and retryability of RFC 9110, RFC 6585 and the providers’ own references.',
    assumed: 'That 60 % of calls fail, and the order.',
  },
  'latency-spike': {
    published: 'Dean and Barroso, “The Tail at Scale” (CACM 2013): a slow few per cent decide what users of many calls feel.',
    assumed: 'That one call in ten is slow, and how slow.',
  },
  'rate-limit-storm': { published: 'RFC 6585: a 429 may say when to come back.', assumed: 'The limit of 60 requests a minute.' },
  'retry-storm': {
    published: 'Google, “Site Reliability Engineering”, chapter 22: retries at three layers of four attempts make 64 calls of one.',
    assumed: 'The share of errors and the limit.',
  },
  'metastable-trigger': {
    published:
      'Huang et al., “Metastable Failures in the Wild” (OSDI 2022): 22 incidents in 11 organisations, more than half kept up by retries.',
    assumed: 'The size and the length of the trigger.',
  },
  'surge-3x': { published: null, assumed: 'The threefold load and how fast it comes.' },
  'black-friday': { published: null, assumed: 'The tenfold load and how fast it comes.' },
  'shared-incident': { published: IN_COMMON, assumed: 'That 80 % of calls fail, each with its own luck.' },
  'correlated-incident': { published: IN_COMMON, assumed: 'That the same 70 % of requests fail everywhere.' },
  'key-revoked': {
    published: 'RFC 9110: a 401 says that the credentials do not do; asking again with the same ones is useless.',
    assumed: 'Its length.',
  },
  'silent-drift': {
    published:
      'Chen, Zaharia and Zou, “How Is ChatGPT’s Behavior Changing over Time?” (2023): one model’s accuracy on one task fell from 84 % to 51 % between two versions, without an error.',
    assumed: 'All shares and multipliers here.',
  },
  'price-rise': { published: null, assumed: 'That the price doubles.' },
  'reviewers-away': { published: null, assumed: 'That one in four is there, and for how long.' },
  'reviewers-on-holiday': { published: null, assumed: 'That half are away, and the break.' },
  'endless-loops': { published: null, assumed: 'That one loop in five never ends.' },
  'loop-burns-budget': { published: null, assumed: 'That one loop in ten never ends, and how its conversation grows.' },
  'tools-down': { published: null, assumed: 'That 90 % of calls of tools fail, and how slow the others are.' },
};

/** Undefined for a scenario that is not a shipped one. */
export const sourceOf = (scenarioId: string): ScenarioSource | undefined => SOURCES[scenarioId];
