/** Logs that are recognised by the names of their columns. */
export const PRESET_IDS = [
  'otel',
  'litellm-payload',
  'litellm-spend',
  'langfuse',
  'helicone',
  'portkey',
  'azure',
  'burstgpt',
  'mooncake',
  'generic',
] as const;
export type PresetId = (typeof PRESET_IDS)[number];

/** Unit of a time column that holds numbers. */
export const TIME_UNITS = ['s', 'ms', 'us', 'ns'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

export const COST_UNITS = ['usd', 'cents'] as const;
export type CostUnit = (typeof COST_UNITS)[number];

/**
 * What a column of a log can say of a request. The first five are of the request, the others of what became of it when it was recorded; of the
 * latter only `end` and `firstTokenAt` are instants, `latency` and `firstToken` are durations.
 */
export const LOG_COLUMNS = [
  'arrival',
  'inputTokens',
  'outputTokens',
  'user',
  'complexity',
  'end',
  'latency',
  'firstTokenAt',
  'firstToken',
  'status',
  'errorCode',
  'errorText',
  'model',
  'provider',
  'cost',
  'costCurrency',
  'cacheHit',
] as const;
export type LogColumn = (typeof LOG_COLUMNS)[number];
