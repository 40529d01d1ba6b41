import { enumerated } from './locale.ts';

/** The dialog that says which column of a log holds what. */
export const traffic = {
  roles: {
    arrival: 'Time of arrival',
    inputTokens: 'Tokens of the question',
    outputTokens: 'Tokens of the answer',
    user: 'User',
    complexity: 'Complexity, 0 to 1',
  },
  presets: {
    otel: 'OpenTelemetry GenAI',
    'litellm-payload': 'LiteLLM logging payload',
    'litellm-spend': 'LiteLLM spend logs',
    langfuse: 'Langfuse',
    helicone: 'Helicone',
    portkey: 'Portkey',
    azure: 'Azure LLM trace',
    burstgpt: 'BurstGPT',
    mooncake: 'Mooncake trace',
    generic: 'Any table',
  },
  /** `rejected`: rows that could not be used and why, null when there were none. `notes`: sentences of the reader. */
  read: (
    requests: string,
    rejected: { readonly rows: string; readonly reasons: readonly { readonly reason: string; readonly rows: string }[] } | null,
    notes: readonly string[],
  ): string =>
    [
      `Read ${requests} requests.`,
      ...(rejected === null
        ? []
        : [`${rejected.rows} rows could not be used: ${enumerated(rejected.reasons.map(({ reason, rows }) => `${reason} (${rows})`))}.`]),
      ...notes,
    ].join(' '),
  title: (name: string): string => `Traffic from ${name}`,
  about: 'Say which column holds what. Only times and token counts are read; nothing leaves this computer.',
  cancel: 'Cancel',
  reading: 'Reading …',
  use: 'Use this traffic',
  noArrival: (columns: readonly string[]): string =>
    `No column says by its name when a request arrived, so the log cannot be replayed yet. It has ${enumerated(columns)}. Choose the one that holds the time.`,
  readingRows: 'Reading the first rows …',
  preset: 'Kind of log',
  chooseColumn: 'choose a column',
  notInLog: 'not in this log',
} as const;
