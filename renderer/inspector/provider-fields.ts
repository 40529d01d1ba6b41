import { abilityName, type Field } from '../../shared/kinds/index.ts';
import { ABILITIES, MODEL_PRICE_DEFAULTS } from '../../shared/model/index.ts';

/** The form of a provider, in the words of the kinds' own forms. Bounds as in the policy schema. */
export const providerFields: readonly Field[] = [
  {
    key: 'name',
    label: 'Provider name',
    help: 'How the provider is called on cards and in results.',
    control: { kind: 'text', maxLength: 200 },
  },
  {
    key: 'requestsPerMin',
    label: 'Requests',
    help: 'The provider answers 429 above this; a continuously refilled bucket that starts full.',
    control: { kind: 'optional-number', min: 0, max: 1e9, step: 10, unit: 'a minute', absent: 'no limit' },
  },
  {
    key: 'requestBurst',
    label: 'At once',
    help: 'Requests that may come at the same instant; without a figure, one minute’s worth.',
    control: { kind: 'optional-number', min: 1, max: 1e9, step: 1, unit: 'requests', absent: 'a minute’s worth' },
  },
  {
    key: 'tokensPerMin',
    label: 'Tokens',
    help: 'The provider answers 429 above this many tokens of question and answer together.',
    control: { kind: 'optional-number', min: 0, max: 1e12, step: 1000, unit: 'a minute', absent: 'no limit' },
  },
  {
    key: 'concurrency',
    label: 'At a time',
    help: 'Calls that the provider serves at the same time; more wait, and their latency grows.',
    control: { kind: 'optional-number', min: 1, max: 1_000_000, step: 1, unit: 'calls', absent: 'no limit' },
  },
  {
    key: 'queueLength',
    label: 'Waiting',
    help: 'Calls that may wait for a free place before the provider answers 429; only read with a limit on calls at a time.',
    control: { kind: 'optional-number', min: 0, max: 10_000_000, step: 1, unit: 'calls', absent: 'no limit' },
  },
  {
    key: 'abandonedWork',
    label: 'Abandoned work',
    help: 'Whether a call that nobody waits for any longer stops at the provider, or runs and bills to its end.',
    control: {
      kind: 'choice',
      options: [
        { value: 'runs-on', label: 'Runs on' },
        { value: 'stops', label: 'Stops' },
      ],
    },
  },
  {
    key: 'region',
    label: 'Region',
    help: 'Where calls are answered, as the provider writes it; compared with the regions that an entry allows.',
    control: { kind: 'optional-text', maxLength: 100, absent: 'not stated' },
  },
  {
    key: 'provisionedTokensPerMin',
    label: 'Provisioned',
    help: 'Tokens a minute that are paid for by the hour whether used or not; without a figure, every token is paid for as it is used.',
    control: { kind: 'optional-number', min: 0, max: 1e12, step: 1000, unit: 'tokens a minute', absent: 'none' },
  },
  {
    key: 'provisionedUsdPerHour',
    label: 'Provisioned cost',
    help: 'What the provisioned throughput costs an hour; only read with a figure for it.',
    control: { kind: 'number', min: 0, max: 1e9, step: 1, unit: '$ an hour' },
  },
  {
    key: 'overProvisioned',
    label: 'Beyond it',
    help: 'What happens to calls beyond the provisioned throughput: they are paid by the token, or answered 429.',
    control: {
      kind: 'choice',
      options: [
        { value: 'spill', label: 'Pay by token' },
        { value: 'refuse', label: '429' },
      ],
    },
  },
  {
    key: 'models',
    label: 'Models and prices',
    help: 'What may be called here and what it costs.',
    control: {
      kind: 'list',
      itemLabel: 'model',
      idPrefix: 'model-',
      minItems: 0,
      maxItems: 200,
      newItem: { name: 'new-model', inputUsdPerMTok: 1, outputUsdPerMTok: 4, contextTokens: 128_000, ...MODEL_PRICE_DEFAULTS },
      fields: [
        {
          key: 'name',
          label: 'Model name',
          help: 'The name that the provider’s API knows.',
          control: { kind: 'text', maxLength: 200 },
        },
        {
          key: 'inputUsdPerMTok',
          label: 'Price in',
          help: 'Dollars for a million tokens of question.',
          control: { kind: 'number', min: 0, max: 1e6, step: 0.1, unit: '$ per M' },
        },
        {
          key: 'outputUsdPerMTok',
          label: 'Price out',
          help: 'Dollars for a million tokens of answer.',
          control: { kind: 'number', min: 0, max: 1e6, step: 0.1, unit: '$ per M' },
        },
        {
          key: 'contextTokens',
          label: 'Context',
          help: 'Tokens that fit into one call, question and answer together; longer requests overflow.',
          control: { kind: 'number', min: 1, max: 1e9, step: 1000, unit: 'tokens' },
        },
        {
          key: 'abilities',
          label: 'Can do',
          help: 'What the model can do besides answering text; compared with what an entry needs.',
          control: { kind: 'choices', options: ABILITIES.map((ability) => ({ value: ability, label: abilityName(ability) })) },
        },
        {
          key: 'languages',
          label: 'Languages',
          help: 'Languages that the model is trusted with, as short tags; none named means any.',
          control: { kind: 'names', maxItems: 200, maxLength: 35, absent: 'any' },
        },
      ],
    },
  },
];
