import { enumerated, oneOfText, plural } from './locale.ts';

/** The dialog that says which column of a log holds what, and what became of reading it. */
export const traffic = {
  roles: {
    arrival: 'Time of arrival',
    inputTokens: 'Tokens of the question',
    outputTokens: 'Tokens of the answer',
    user: 'User',
    complexity: 'Complexity, 0 to 1',
    end: 'Time of the end',
    latency: 'Latency',
    firstTokenAt: 'Time of the first token',
    firstToken: 'Time to first token',
    status: 'How it ended',
    errorCode: 'Error code',
    errorText: 'Error class or message',
    model: 'Model',
    provider: 'Provider',
    cost: 'Cost',
    costCurrency: 'Currency',
    cacheHit: 'Came from a cache',
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
  recognised: 'Recognised by its columns.',
  usualNames: 'No known kind: columns are found by their usual names.',
  notRecognised: (name: string): string => `By its columns it looks like ${name}.`,
  groups: {
    request: 'Each request',
    outcome: 'What became of it',
    units: 'Units',
    kept: 'Kept for routers',
  },
  aboutOutcome: 'Optional. With these, models can be fitted and forecasts checked.',
  aboutKept: 'Columns that a router may decide by.',
  units: {
    time: 'Times that are numbers',
    zone: 'Dates without an offset',
    duration: 'Durations',
    cost: 'Cost',
  },
  unitNames: { s: 'seconds', ms: 'milliseconds', us: 'microseconds', ns: 'nanoseconds', usd: 'US dollars', cents: 'US cents' },
  fromTheLog: (unit: string | null): string => (unit === null ? 'as the log tells' : `as the log tells: ${unit}`),
  zoneName: (zone: string): string => `are of ${zone}`,
  hashUsers: 'Replace user ids by hashes',
  aboutHashUsers: 'With a salt that is forgotten after the import.',
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
  about:
    'Say which column holds what. Times, token counts and how calls ended are read, never prompts or answers; nothing leaves this computer.',
  cancel: 'Cancel',
  stop: 'Stop reading',
  use: 'Use this traffic',
  noArrival: (columns: readonly string[]): string =>
    `No column says by its name when a request arrived, so the log cannot be replayed yet. It has ${enumerated(columns)}. Choose the one that holds the time.`,
  noTokens: (missing: readonly string[]): string =>
    `No column holds by its name the ${oneOfText(missing)}, so the log cannot be replayed yet. Choose the column on the left.`,
  readingRows: 'Reading the first rows …',
  preset: 'Kind of log',
  chooseColumn: 'choose a column',
  notInLog: 'not in this log',
  example: (text: string): string => `as in ${text}`,
  /** Over the table of the first rows. */
  counts: (requests: string, rows: string, isWhole: boolean, rowCount: number): string =>
    isWhole
      ? `${requests} of ${plural(rowCount, { one: `${rows} row becomes a request`, other: `${rows} rows become requests` })}`
      : `${requests} of the first ${rows} rows become requests`,
  rejected: (rows: string, count: number): string => plural(count, { one: `${rows} cannot be used`, other: `${rows} cannot be used` }),
  otherRows: (rows: string, count: number): string =>
    plural(count, { one: `${rows} is no model call`, other: `${rows} are no model calls` }),
  firstRows: 'First rows, as they will be read',
  rawRows: 'First rows, as they stand in the log',
  noCall: 'no model call',
  rowNumber: 'Row',
  heads: {
    arrival: 'Arrival',
    inputTokens: 'Question',
    outputTokens: 'Answer',
    user: 'User',
    complexity: 'Complexity',
    latency: 'Latency',
    firstToken: 'First token',
    outcome: 'Ended',
    model: 'Model',
    provider: 'Provider',
    cost: 'Cost',
  },
  askUnit: {
    question: 'Are its durations in seconds or in milliseconds?',
    why: 'Nothing in the log tells: it has no end times to compare with. Until you say it, they are not read.',
  },
  outcomes: 'How the calls ended',
  notes: 'What was assumed',
  progress: {
    label: 'Reading the log',
    counting: 'Counting its rows …',
    rows: (read: string, of: string): string => `${read} of ${of} rows`,
  },
  done: {
    title: (requests: string): string => `${requests} requests are ready to rehearse on`,
    rejected: (rows: string, count: number): string =>
      plural(count, { one: `${rows} row could not be used`, other: `${rows} rows could not be used` }),
    reason: 'Reason',
    rows: 'Rows',
    first: 'First in line',
    save: 'Save the rejected rows …',
    saveTitle: 'Save the rejected rows',
    saved: (rows: string, count: number, name: string): string =>
      plural(count, { one: `Wrote ${rows} row to ${name}.`, other: `Wrote ${rows} rows to ${name}.` }),
    exists: (name: string): string => `${name} exists already.`,
    replace: 'Replace it',
    close: 'Done',
  },
  dropped: {
    over: 'Drop the log here',
    overAbout: 'You say next which column holds what; nothing is read before that.',
    noPolicy: (name: string): string =>
      `${name} was not read: a log is rehearsed on a policy, and none is open. Open one or begin one, then drop the log again.`,
    busy: (name: string): string => `${name} was not read: another dialog is open. Close it, then drop the file again.`,
    folder: (name: string): string => `${name} was not read: it is a folder, or holds nothing. Drop one file.`,
    several: (count: string, name: string): string =>
      `Of the ${count} files that were dropped, ${name} is read. Files of one log are read together by a pattern such as logs/*.csv, in the dialog or on the command line.`,
    policy: (name: string): string =>
      `${name} was not opened: a page is not told where a dropped file lies, so it could not be saved there. Open it from the menu instead.`,
    other: (name: string): string =>
      `${name} was not read: neither a log (CSV, TSV, JSON, JSON lines, Parquet, also packed with gzip or zstd) nor a policy. Drop one of these.`,
    sending: (name: string): string => `Taking over ${name}`,
    sendingAbout: 'The page hands the log to Gracefall on this computer. The copy is removed once the log has been read.',
    sent: (sent: string, of: string): string => `${sent} of ${of}`,
    sendingLabel: 'Taking over the log',
    stop: 'Stop',
    lost: (name: string): string =>
      `${name} was not taken over: Gracefall did not answer. Check that it still runs, then drop the log again.`,
  },
} as const;
