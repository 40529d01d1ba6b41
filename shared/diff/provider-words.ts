import { abilityName, numberText, usdText } from '../kinds/index.ts';
import type { Ability } from '../model/index.ts';
import { plainText } from './value-words.ts';

/** Of a provider and of the models in its price list: what a setting is called, and how a value of it reads. */

interface Words {
  readonly label: string;
  readonly text: (held: unknown) => string;
}

const orNone =
  (none: string, text: (held: number) => string) =>
  (held: unknown): string =>
    typeof held === 'number' ? text(held) : held === null ? none : plainText(held);
const count = (unit: string, none = 'no limit') => orNone(none, (held) => `${numberText(held)} ${unit}`);
const price = orNone('nothing', (held) => `${usdText(held)} a million tokens`);

const FIELDS: Readonly<Record<string, Words>> = {
  name: { label: 'name', text: plainText },
  concurrency: { label: 'calls at a time', text: count('calls') },
  queueLength: { label: 'calls that may wait', text: count('calls') },
  requestsPerMin: { label: 'requests a minute', text: count('requests') },
  tokensPerMin: { label: 'tokens a minute', text: count('tokens') },
  requestBurst: { label: 'requests at once', text: count('requests', 'a minute’s worth') },
  abandonedWork: { label: 'abandoned work', text: (held) => (held === 'stops' ? 'stops' : 'runs on') },
  region: { label: 'region', text: (held) => (held === null ? 'not stated' : plainText(held)) },
  provisionedTokensPerMin: { label: 'provisioned throughput', text: count('tokens a minute', 'none') },
  provisionedUsdPerHour: { label: 'cost of provisioned throughput', text: orNone('nothing', (held) => `${usdText(held)} an hour`) },
  overProvisioned: {
    label: 'calls beyond provisioned throughput',
    text: (held) => (held === 'refuse' ? 'answered 429' : 'paid by the token'),
  },
  models: { label: 'price list', text: (held) => (Array.isArray(held) ? held.map(({ name }) => name).join(', ') : plainText(held)) },
  inputUsdPerMTok: { label: 'price in', text: price },
  outputUsdPerMTok: { label: 'price out', text: price },
  contextTokens: { label: 'context', text: count('tokens') },
  abilities: {
    label: 'abilities',
    text: (held) => (Array.isArray(held) && held.length > 0 ? held.map((one) => abilityName(one as Ability)).join(', ') : 'none'),
  },
  languages: { label: 'languages', text: (held) => (Array.isArray(held) && held.length > 0 ? held.join(', ') : 'any') },
};

export const providerFieldLabel = (key: string): string => FIELDS[key]?.label ?? key;
export const providerFieldText = (key: string, held: unknown): string => FIELDS[key]?.text(held) ?? plainText(held);
