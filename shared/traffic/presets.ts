/**
 * Logs that are recognised by the names of their columns. Names are compared without case, spaces and punctuation, and
 * never by position: versions of one log insert columns.
 */
export type PresetId = 'azure' | 'burstgpt' | 'generic';

/** Unit of a time column that holds numbers. */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns';

export interface Preset {
  readonly id: PresetId;
  readonly name: string;
  /** One sentence: whose log this is. */
  readonly purpose: string;
  /** Columns without which a file is not this log. */
  readonly signature: readonly string[];
  /** Names that each canonical column may have, best first. */
  readonly names: {
    readonly arrival: readonly string[];
    readonly inputTokens: readonly string[];
    readonly outputTokens: readonly string[];
    readonly user: readonly string[];
    readonly complexity: readonly string[];
  };
  /** Columns kept for routers when they are there. */
  readonly metadata: readonly string[];
  /** Unit of numeric times; null = from the column's name or the size of its values. */
  readonly timeUnit: TimeUnit | null;
  /** The log writes an answer of 0 tokens for a call that failed: its answer has no known length. */
  readonly zeroOutputIsFailure: boolean;
}

const azure: Preset = {
  id: 'azure',
  name: 'Azure LLM trace',
  purpose: 'Azure Public Dataset, LLM inference traces of 2023 and 2024.',
  signature: ['TIMESTAMP', 'ContextTokens', 'GeneratedTokens'],
  names: { arrival: ['TIMESTAMP'], inputTokens: ['ContextTokens'], outputTokens: ['GeneratedTokens'], user: [], complexity: [] },
  metadata: [],
  timeUnit: null,
  zeroOutputIsFailure: false,
};

// Version 3 inserts Session ID and Elapsed time; a session is the nearest thing to a user that the log has.
const burstgpt: Preset = {
  id: 'burstgpt',
  name: 'BurstGPT',
  purpose: 'BurstGPT, a trace of ChatGPT and GPT-4 requests; times are seconds since its start.',
  signature: ['Timestamp', 'Model', 'Request tokens', 'Response tokens'],
  names: {
    arrival: ['Timestamp'],
    inputTokens: ['Request tokens'],
    outputTokens: ['Response tokens'],
    user: ['Session ID'],
    complexity: [],
  },
  metadata: ['Model', 'Log Type'],
  timeUnit: 's',
  zeroOutputIsFailure: true,
};

const generic: Preset = {
  id: 'generic',
  name: 'Generic log',
  purpose: 'Any table with a time, input tokens and output tokens under one of their usual names.',
  signature: [],
  names: {
    arrival: [
      'arrival_ms',
      'arrival',
      'arrival_time',
      'timestamp',
      'timestamp_ms',
      'start_time',
      'startTimeUnixNano',
      'created_at',
      'request_created_at',
      'started_at',
      'request_time',
      'event_time',
      'datetime',
      'time',
      'ts',
      'date',
    ],
    inputTokens: [
      'input_tokens',
      'prompt_tokens',
      'context_tokens',
      'request_tokens',
      'input_length',
      'prompt_length',
      'input_token_count',
      'prompt_token_count',
      'gen_ai.usage.input_tokens',
      'req_units',
      'tokens_in',
    ],
    outputTokens: [
      'output_tokens',
      'completion_tokens',
      'generated_tokens',
      'response_tokens',
      'output_length',
      'completion_length',
      'output_token_count',
      'completion_token_count',
      'gen_ai.usage.output_tokens',
      'res_units',
      'tokens_out',
    ],
    user: ['user', 'user_id', 'end_user', 'end_user_id', 'request_user_id', 'customer_id', 'session_id'],
    complexity: ['complexity', 'difficulty'],
  },
  metadata: [
    'capability',
    'feature',
    'use_case',
    'intent',
    'route',
    'app',
    'application',
    'language',
    'region',
    'plan',
    'team',
    'team_id',
    'tenant',
    'model',
    'model_group',
    'document_type',
  ],
  timeUnit: null,
  zeroOutputIsFailure: false,
};

/** Most particular first; `generic` fits whatever is left. */
export const presets: readonly Preset[] = [azure, burstgpt, generic];

export function presetOf(id: PresetId): Preset {
  const preset = presets.find((candidate) => candidate.id === id);
  if (preset === undefined) throw new Error(`no traffic preset is called ${JSON.stringify(id)}`);
  return preset;
}
