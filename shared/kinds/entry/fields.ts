import { ABILITIES } from '../../model/index.ts';
import type { Field } from '../kind.ts';
import { abilityName } from '../words.ts';
import { HIGHEST_SLA_USD, LONGEST_PROMISE, LONGEST_SLA_MS, MOST_NAMES } from './config.ts';

export const entryFields: readonly Field[] = [
  {
    key: 'promise',
    label: 'Promise',
    help: 'What every user is owed, in the words of the people who answer for it.',
    control: { kind: 'long-text', maxLength: LONGEST_PROMISE, placeholder: 'Every question gets a useful reply.' },
  },
  {
    key: 'slaP95Ms',
    label: 'P95 within',
    help: '95 of 100 answers arrive within this time; a shorter one is harder to keep.',
    control: { kind: 'duration', minMs: 1, maxMs: LONGEST_SLA_MS, unit: 's' },
  },
  {
    key: 'slaAvailability',
    label: 'Answered',
    help: 'Share of the requests that get an answer of any tier; those that a guard stops do not count.',
    control: { kind: 'ratio' },
  },
  {
    key: 'slaCostUsd',
    label: 'Cost of a request',
    help: 'What one request may cost on average, all attempts and checks included.',
    control: { kind: 'number', min: 0, max: HIGHEST_SLA_USD, step: 0.001, unit: 'USD' },
  },
  {
    key: 'needs',
    label: 'Needs',
    help: 'What every model that may answer has to be able to do; a lower tier that cannot is reported.',
    control: { kind: 'choices', options: ABILITIES.map((ability) => ({ value: ability, label: abilityName(ability) })) },
  },
  {
    key: 'languages',
    label: 'Languages',
    help: 'Languages that requests come in, as short tags; a model that is not trusted with one of them is reported.',
    control: { kind: 'names', maxItems: MOST_NAMES, maxLength: 35, absent: 'not stated' },
  },
  {
    key: 'regions',
    label: 'Regions',
    help: 'Regions that requests may be answered in, as providers write them; a tier elsewhere is reported.',
    control: { kind: 'names', maxItems: MOST_NAMES, maxLength: 100, absent: 'anywhere' },
  },
];
