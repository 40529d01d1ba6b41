import type { Field } from '../kind.ts';
import {
  HIGHEST_LOOKUP_USD,
  LONGEST_LOOKUP_MS,
  LONGEST_TTL_MS,
  MOST_ENTRIES,
  MOST_QUESTIONS,
  SHORTEST_TTL_MS,
  STEEPEST_ZIPF,
} from './config.ts';

const WHEN_DRAWN = { key: 'keys', isOneOf: ['drawn'] } as const;
const WHEN_SEMANTIC = { key: 'mode', isOneOf: ['semantic'] } as const;

export const cacheFields: readonly Field[] = [
  {
    key: 'mode',
    label: 'Finds',
    help: 'Whether only the same question is found, or also one that means nearly the same.',
    control: {
      kind: 'choice',
      options: [
        { value: 'exact', label: 'The same question', help: 'Word for word.' },
        { value: 'semantic', label: 'Near questions too', help: 'By likeness of meaning; some of these answers are to another question.' },
      ],
    },
  },
  {
    key: 'ttlMs',
    label: 'Keeps for',
    help: 'How long an answer may be used; longer gives more hits and older answers.',
    control: { kind: 'duration', minMs: SHORTEST_TTL_MS, maxMs: LONGEST_TTL_MS, unit: 'min' },
  },
  {
    key: 'refreshOnHit',
    label: 'A hit keeps it longer',
    help: 'The time starts again with every hit, so that a question asked often enough never goes out of date.',
    control: { kind: 'toggle' },
  },
  {
    key: 'keepsDownToTier',
    label: 'Keeps',
    help: 'Which answers are kept. A lower tier’s answer that is kept goes on being given after the incident, until it is too old.',
    control: {
      kind: 'choice',
      options: [
        { value: 3, label: 'Answers of every tier', help: 'Whatever comes, as most caches do.' },
        { value: 2, label: 'Answers of tier 1 and 2' },
        { value: 1, label: 'Answers of tier 1 only' },
      ],
    },
  },
  {
    key: 'maxEntries',
    label: 'Room for',
    help: 'When it is full, the least recently used answer goes.',
    control: { kind: 'optional-number', min: 1, max: MOST_ENTRIES, step: 1, unit: 'answers', absent: 'no limit' },
  },
  {
    key: 'keys',
    label: 'Same question known by',
    help: 'Where a rehearsal learns which requests ask the same.',
    control: {
      kind: 'choice',
      options: [
        { value: 'drawn', label: 'An assumption', help: 'A number of questions, some asked more often than others.' },
        { value: 'metadata', label: 'A column of the traffic', help: 'Requests with the same value ask the same.' },
      ],
    },
  },
  {
    key: 'key',
    label: 'Column',
    help: 'Metadata column whose values are the questions; a request without a value passes uncached.',
    control: { kind: 'text', maxLength: 100, placeholder: 'prompt_hash' },
    shownWhen: { key: 'keys', isOneOf: ['metadata'] },
  },
  {
    key: 'questions',
    label: 'Different questions',
    help: 'How many there are; fewer give more hits.',
    control: { kind: 'number', min: 1, max: MOST_QUESTIONS, step: 1, unit: 'questions' },
    shownWhen: WHEN_DRAWN,
  },
  {
    key: 'zipfExponent',
    label: 'Unevenness',
    help: 'How much more often some are asked than others: 0 is all alike, 1 is usual for texts, more gives more hits.',
    control: { kind: 'number', min: 0, max: STEEPEST_ZIPF, step: 0.1, unit: 'Zipf exponent' },
    shownWhen: WHEN_DRAWN,
  },
  {
    key: 'nearMatchRate',
    label: 'Near matches',
    help: 'Of the requests whose own question has no answer here, the share that finds a near one.',
    control: { kind: 'ratio' },
    shownWhen: WHEN_SEMANTIC,
  },
  {
    key: 'falseHitRate',
    label: 'Wrong among them',
    help: 'Of the near matches, the share that asked something else and gets a wrong answer.',
    control: { kind: 'ratio' },
    shownWhen: WHEN_SEMANTIC,
  },
  {
    key: 'staleRate',
    label: 'No longer true',
    help: 'Of the older answers that are used again, the share that no longer holds.',
    control: { kind: 'ratio' },
  },
  {
    key: 'staleAfterMs',
    label: 'Older means',
    help: 'Age from which a kept answer may no longer hold.',
    control: { kind: 'duration', minMs: 0, maxMs: LONGEST_TTL_MS, unit: 'min' },
  },
  {
    key: 'staleIfErrorMs',
    label: 'After a failure, also',
    help: 'When the call below fails, an answer that went out of date at most so long ago is used; 0 never does.',
    control: { kind: 'duration', minMs: 0, maxMs: LONGEST_TTL_MS, unit: 'min' },
  },
  {
    key: 'latencyMs',
    label: 'Lookup takes',
    help: 'Time that every lookup adds, hit or miss.',
    control: { kind: 'duration', minMs: 0, maxMs: LONGEST_LOOKUP_MS, unit: 'ms' },
  },
  {
    key: 'priceUsd',
    label: 'Lookup costs',
    help: 'Price of one lookup, hit or miss: the embedding, for example.',
    control: { kind: 'number', min: 0, max: HIGHEST_LOOKUP_USD, step: 0.00001, unit: 'USD' },
  },
];
