import { abilityName, type Field } from '../../shared/kinds/index.ts';
import { ABILITIES, MODEL_PRICE_DEFAULTS } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';

/** The form of a provider, in the words of the kinds' own forms. Bounds as in the policy schema. */
export const providerFields: readonly Field[] = [
  {
    key: 'name',
    ...words.providers.fields.name,
    control: { kind: 'text', maxLength: 200 },
  },
  {
    key: 'requestsPerMin',
    ...words.providers.fields.requestsPerMin,
    control: {
      kind: 'optional-number',
      min: 0,
      max: 1e9,
      step: 10,
      unit: words.providers.unit.aMinute,
      absent: words.providers.absent.noLimit,
    },
  },
  {
    key: 'requestBurst',
    ...words.providers.fields.requestBurst,
    control: {
      kind: 'optional-number',
      min: 1,
      max: 1e9,
      step: 1,
      unit: words.providers.unit.requests,
      absent: words.providers.absent.minutesWorth,
    },
  },
  {
    key: 'tokensPerMin',
    ...words.providers.fields.tokensPerMin,
    control: {
      kind: 'optional-number',
      min: 0,
      max: 1e12,
      step: 1000,
      unit: words.providers.unit.aMinute,
      absent: words.providers.absent.noLimit,
    },
  },
  {
    key: 'concurrency',
    ...words.providers.fields.concurrency,
    control: {
      kind: 'optional-number',
      min: 1,
      max: 1_000_000,
      step: 1,
      unit: words.providers.unit.calls,
      absent: words.providers.absent.noLimit,
    },
  },
  {
    key: 'queueLength',
    ...words.providers.fields.queueLength,
    control: {
      kind: 'optional-number',
      min: 0,
      max: 10_000_000,
      step: 1,
      unit: words.providers.unit.calls,
      absent: words.providers.absent.noLimit,
    },
  },
  {
    key: 'abandonedWork',
    ...words.providers.fields.abandonedWork,
    control: {
      kind: 'choice',
      options: [
        { value: 'runs-on', label: words.providers.runsOn },
        { value: 'stops', label: words.providers.stops },
      ],
    },
  },
  {
    key: 'region',
    ...words.providers.fields.region,
    control: { kind: 'optional-text', maxLength: 100, absent: words.providers.absent.notStated },
  },
  {
    key: 'provisionedTokensPerMin',
    ...words.providers.fields.provisionedTokensPerMin,
    control: {
      kind: 'optional-number',
      min: 0,
      max: 1e12,
      step: 1000,
      unit: words.providers.unit.tokensAMinute,
      absent: words.providers.absent.none,
    },
  },
  {
    key: 'provisionedUsdPerHour',
    ...words.providers.fields.provisionedUsdPerHour,
    control: { kind: 'number', min: 0, max: 1e9, step: 1, unit: words.providers.unit.usdAnHour },
  },
  {
    key: 'overProvisioned',
    ...words.providers.fields.overProvisioned,
    control: {
      kind: 'choice',
      options: [
        { value: 'spill', label: words.providers.payByToken },
        { value: 'refuse', label: words.providers.answered429 },
      ],
    },
  },
  {
    key: 'models',
    ...words.providers.fields.models,
    control: {
      kind: 'list',
      itemLabel: words.providers.itemLabel,
      idPrefix: 'model-',
      minItems: 0,
      maxItems: 200,
      newItem: { name: 'new-model', inputUsdPerMTok: 1, outputUsdPerMTok: 4, contextTokens: 128_000, ...MODEL_PRICE_DEFAULTS },
      fields: [
        {
          key: 'name',
          ...words.providers.model.name,
          control: { kind: 'text', maxLength: 200 },
        },
        {
          key: 'inputUsdPerMTok',
          ...words.providers.model.inputUsdPerMTok,
          control: { kind: 'number', min: 0, max: 1e6, step: 0.1, unit: words.providers.unit.usdPerM },
        },
        {
          key: 'outputUsdPerMTok',
          ...words.providers.model.outputUsdPerMTok,
          control: { kind: 'number', min: 0, max: 1e6, step: 0.1, unit: words.providers.unit.usdPerM },
        },
        {
          key: 'contextTokens',
          ...words.providers.model.contextTokens,
          control: { kind: 'number', min: 1, max: 1e9, step: 1000, unit: words.providers.unit.tokens },
        },
        {
          key: 'abilities',
          ...words.providers.model.abilities,
          control: { kind: 'choices', options: ABILITIES.map((ability) => ({ value: ability, label: abilityName(ability) })) },
        },
        {
          key: 'languages',
          ...words.providers.model.languages,
          control: { kind: 'names', maxItems: 200, maxLength: 35, absent: words.providers.absent.any },
        },
      ],
    },
  },
];
