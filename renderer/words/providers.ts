/** The form of a provider, in the words of the kinds' own forms. */
export const providers = {
  fields: {
    name: { label: 'Provider name', help: 'How the provider is called on cards and in results.' },
    requestsPerMin: { label: 'Requests', help: 'The provider answers 429 above this; a continuously refilled bucket that starts full.' },
    requestBurst: { label: 'At once', help: 'Requests that may come at the same instant; without a figure, one minute’s worth.' },
    tokensPerMin: { label: 'Tokens', help: 'The provider answers 429 above this many tokens of question and answer together.' },
    concurrency: { label: 'At a time', help: 'Calls that the provider serves at the same time; more wait, and their latency grows.' },
    queueLength: {
      label: 'Waiting',
      help: 'Calls that may wait for a free place before the provider answers 429; only read with a limit on calls at a time.',
    },
    abandonedWork: {
      label: 'Abandoned work',
      help: 'Whether a call that nobody waits for any longer stops at the provider, or runs and bills to its end.',
    },
    region: {
      label: 'Region',
      help: 'Where calls are answered, as the provider writes it; compared with the regions that an entry allows.',
    },
    provisionedTokensPerMin: {
      label: 'Provisioned',
      help: 'Tokens a minute that are paid for by the hour whether used or not; without a figure, every token is paid for as it is used.',
    },
    provisionedUsdPerHour: {
      label: 'Provisioned cost',
      help: 'What the provisioned throughput costs an hour; only read with a figure for it.',
    },
    overProvisioned: {
      label: 'Beyond it',
      help: 'What happens to calls beyond the provisioned throughput: they are paid by the token, or answered 429.',
    },
    models: { label: 'Models and prices', help: 'What may be called here and what it costs.' },
  },
  model: {
    name: { label: 'Model name', help: 'The name that the provider’s API knows.' },
    inputUsdPerMTok: { label: 'Price in', help: 'Dollars for a million tokens of question.' },
    outputUsdPerMTok: { label: 'Price out', help: 'Dollars for a million tokens of answer.' },
    contextTokens: { label: 'Context', help: 'Tokens that fit into one call, question and answer together; longer requests overflow.' },
    abilities: { label: 'Can do', help: 'What the model can do besides answering text; compared with what an entry needs.' },
    languages: { label: 'Languages', help: 'Languages that the model is trusted with, as short tags; none named means any.' },
  },
  unit: {
    aMinute: 'a minute',
    requests: 'requests',
    calls: 'calls',
    tokens: 'tokens',
    tokensAMinute: 'tokens a minute',
    usdAnHour: '$ an hour',
    usdPerM: '$ per M',
  },
  absent: { noLimit: 'no limit', minutesWorth: 'a minute’s worth', notStated: 'not stated', none: 'none', any: 'any' },
  runsOn: 'Runs on',
  stops: 'Stops',
  payByToken: 'Pay by token',
  answered429: '429',
  itemLabel: 'model',
} as const;
