import type { CostUnit, LogColumn, PresetId, TimeUnit } from '../model/index.ts';

/**
 * Logs that are recognised by the names of their columns. Names are compared without case, spaces and punctuation, and
 * never by position: versions of one log insert columns. `a.b` is the field b inside the column a, where a holds objects.
 */

export interface Preset {
  readonly id: PresetId;
  readonly name: string;
  /** One sentence: whose log this is. */
  readonly purpose: string;
  /** Sets of columns; a file that has not all of one of them is not this log. */
  readonly signatures: readonly (readonly string[])[];
  /** Names that each role's column may have, best first. */
  readonly names: Readonly<Partial<Record<LogColumn, readonly string[]>>>;
  /** Columns kept for routers when they are there. */
  readonly metadata: readonly string[];
  /** Unit of numeric times; null = from the column's name or the size of its values. */
  readonly timeUnit: TimeUnit | null;
  /** Unit of durations; null = from the column's name, or by comparing with the times. */
  readonly durationUnit: TimeUnit | null;
  readonly costUnit: CostUnit;
  /** The log writes an answer of 0 tokens for a call that failed. */
  readonly zeroOutputIsFailure: boolean;
  /** Rows that are calls of a model which writes an answer; null = all. `pattern` is matched against the lower-case text. */
  readonly calls: { readonly column: string; readonly pattern: string; readonly isKept: boolean } | null;
}

const plain = { metadata: [], timeUnit: null, durationUnit: null, costUnit: 'usd', zeroOutputIsFailure: false, calls: null } as const;

/** Spans become one row each, with these attributes as columns: see `otlpSource` in host/traffic. */
const otel: Preset = {
  ...plain,
  id: 'otel',
  name: 'OpenTelemetry GenAI',
  purpose: 'Spans of model calls after the OpenTelemetry semantic conventions for GenAI, as OTLP JSON or as a table.',
  signatures: [
    ['startTimeUnixNano', 'endTimeUnixNano', 'gen_ai.usage.input_tokens'],
    ['gen_ai.usage.input_tokens', 'gen_ai.request.model'],
  ],
  names: {
    arrival: ['startTimeUnixNano', 'start_time', 'Timestamp'],
    end: ['endTimeUnixNano', 'end_time'],
    inputTokens: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'],
    outputTokens: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'],
    user: ['user.id', 'enduser.id', 'gen_ai.conversation.id'],
    status: ['status', 'status.code', 'StatusCode'],
    errorText: ['error.type'],
    model: ['gen_ai.response.model', 'gen_ai.request.model'],
    provider: ['gen_ai.provider.name', 'gen_ai.system'],
  },
  metadata: ['service.name', 'deployment.environment.name', 'deployment.environment'],
  calls: { column: 'gen_ai.operation.name', pattern: '^(chat|text_completion|generate_content|completion)$', isKept: true },
};

const NO_ANSWER_WRITTEN = 'embedding|image|moderation|transcription|speech|rerank';

// Latency is taken from the times: response_time is the time to the first token when the answer is streamed.
const litellmPayload: Preset = {
  ...plain,
  id: 'litellm-payload',
  name: 'LiteLLM logging payload',
  purpose: 'LiteLLM’s StandardLoggingPayload, as its callbacks write it.',
  signatures: [
    ['response_cost', 'startTime', 'prompt_tokens', 'completion_tokens', 'model_group'],
    ['response_cost', 'startTime', 'prompt_tokens', 'completion_tokens', 'call_type'],
  ],
  names: {
    arrival: ['startTime'],
    end: ['endTime'],
    inputTokens: ['prompt_tokens'],
    outputTokens: ['completion_tokens'],
    user: ['end_user', 'metadata.user_api_key_user_id', 'metadata.user_api_key_end_user_id'],
    firstTokenAt: ['completionStartTime'],
    status: ['status'],
    errorCode: ['error_information.error_code'],
    errorText: ['error_information.error_class', 'error_str'],
    model: ['model'],
    provider: ['custom_llm_provider', 'error_information.llm_provider'],
    cost: ['response_cost'],
    cacheHit: ['cache_hit'],
  },
  metadata: ['model_group', 'call_type', 'metadata.user_api_key_team_id'],
  timeUnit: null,
  calls: { column: 'call_type', pattern: NO_ANSWER_WRITTEN, isKept: false },
};

const litellmSpend: Preset = {
  ...plain,
  id: 'litellm-spend',
  name: 'LiteLLM spend logs',
  purpose: 'The table LiteLLM_SpendLogs of a LiteLLM proxy.',
  signatures: [['request_id', 'spend', 'startTime', 'prompt_tokens', 'completion_tokens']],
  names: {
    arrival: ['startTime'],
    end: ['endTime'],
    latency: ['request_duration_ms'],
    inputTokens: ['prompt_tokens'],
    outputTokens: ['completion_tokens'],
    user: ['end_user', 'user'],
    firstTokenAt: ['completionStartTime'],
    status: ['status'],
    errorCode: ['metadata.error_information.error_code'],
    errorText: ['metadata.error_information.error_class'],
    model: ['model'],
    provider: ['custom_llm_provider'],
    cost: ['spend'],
    cacheHit: ['cache_hit'],
  },
  metadata: ['model_group', 'call_type', 'team_id'],
  calls: { column: 'call_type', pattern: NO_ANSWER_WRITTEN, isKept: false },
};

// Latency in seconds for integrations made since 2026-04-01 and in milliseconds before, so no unit here: times decide, else the person.
const langfuse: Preset = {
  ...plain,
  id: 'langfuse',
  name: 'Langfuse',
  purpose: 'Observations exported from Langfuse; those of type GENERATION are calls of a model.',
  signatures: [
    ['trace_id', 'type', 'start_time', 'usage_details'],
    ['trace_id', 'type', 'start_time', 'provided_model_name'],
    ['trace_id', 'type', 'start_time', 'promptTokens'],
  ],
  names: {
    arrival: ['start_time'],
    end: ['end_time'],
    latency: ['latency'],
    inputTokens: ['usage_details.input', 'input_usage', 'inputUsage', 'promptTokens', 'usage.input'],
    outputTokens: ['usage_details.output', 'output_usage', 'outputUsage', 'completionTokens', 'usage.output'],
    user: ['user_id', 'session_id'],
    firstTokenAt: ['completion_start_time'],
    firstToken: ['time_to_first_token'],
    status: ['level'],
    errorText: ['status_message'],
    model: ['provided_model_name', 'model'],
    cost: ['total_cost', 'cost_details.total', 'calculatedTotalCost'],
  },
  metadata: ['name', 'environment'],
  calls: { column: 'type', pattern: '^generation$', isKept: true },
};

const helicone: Preset = {
  ...plain,
  id: 'helicone',
  name: 'Helicone',
  purpose: 'Requests exported from Helicone.',
  signatures: [
    ['request_created_at', 'response_status', 'prompt_tokens', 'completion_tokens'],
    ['request_created_at', 'delay_ms', 'prompt_tokens', 'completion_tokens'],
  ],
  names: {
    arrival: ['request_created_at'],
    end: ['response_created_at'],
    latency: ['delay_ms'],
    inputTokens: ['prompt_tokens'],
    outputTokens: ['completion_tokens'],
    user: ['request_user_id', 'helicone_user', 'user_id'],
    firstToken: ['time_to_first_token'],
    status: ['response_status'],
    model: ['response_model', 'request_model', 'model_override'],
    provider: ['provider'],
    cost: ['costUSD', 'cost_usd'],
  },
  durationUnit: 'ms',
};

const portkey: Preset = {
  ...plain,
  id: 'portkey',
  name: 'Portkey',
  purpose: 'A log export of Portkey; its costs are in cents.',
  signatures: [['created_at', 'req_units', 'res_units']],
  names: {
    arrival: ['created_at'],
    latency: ['response_time'],
    inputTokens: ['req_units'],
    outputTokens: ['res_units'],
    user: ['metadata._user', 'metadata.user', 'metadata.user_id'],
    status: ['response_status_code', 'is_success'],
    model: ['ai_model'],
    provider: ['ai_org'],
    cost: ['cost'],
    costCurrency: ['cost_currency'],
  },
  metadata: ['mode', 'config'],
  durationUnit: 'ms',
  costUnit: 'cents',
};

const azure: Preset = {
  ...plain,
  id: 'azure',
  name: 'Azure LLM trace',
  purpose: 'Azure Public Dataset, LLM inference traces of 2023 and 2024.',
  signatures: [['TIMESTAMP', 'ContextTokens', 'GeneratedTokens']],
  names: { arrival: ['TIMESTAMP'], inputTokens: ['ContextTokens'], outputTokens: ['GeneratedTokens'] },
};

// Version 3 inserts Session ID and Elapsed time, which runs to the whole answer; a session is the nearest thing to a user that the log has.
const burstgpt: Preset = {
  ...plain,
  id: 'burstgpt',
  name: 'BurstGPT',
  purpose: 'BurstGPT, a trace of ChatGPT and GPT-4 requests; times are seconds since its start.',
  signatures: [['Timestamp', 'Model', 'Request tokens', 'Response tokens']],
  names: {
    arrival: ['Timestamp'],
    inputTokens: ['Request tokens'],
    outputTokens: ['Response tokens'],
    user: ['Session ID'],
    latency: ['Elapsed time'],
    model: ['Model'],
  },
  metadata: ['Model', 'Log Type'],
  timeUnit: 's',
  durationUnit: 's',
  zeroOutputIsFailure: true,
};

const mooncake: Preset = {
  ...plain,
  id: 'mooncake',
  name: 'Mooncake trace',
  purpose: 'Mooncake, traces of a long-context assistant; times are milliseconds since the start of the trace.',
  signatures: [['timestamp', 'input_length', 'output_length', 'hash_ids']],
  names: { arrival: ['timestamp'], inputTokens: ['input_length'], outputTokens: ['output_length'] },
  timeUnit: 'ms',
};

const generic: Preset = {
  ...plain,
  id: 'generic',
  name: 'Generic log',
  purpose: 'Any table with a time, input tokens and output tokens under one of their usual names.',
  signatures: [[]],
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
      'usage.input_tokens',
      'usage.prompt_tokens',
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
      'usage.output_tokens',
      'usage.completion_tokens',
    ],
    user: ['user', 'user_id', 'end_user', 'end_user_id', 'request_user_id', 'customer_id', 'session_id'],
    complexity: ['complexity', 'difficulty'],
    end: ['end_time', 'endTimeUnixNano', 'ended_at', 'finished_at', 'completed_at', 'response_created_at'],
    latency: [
      'latency_ms',
      'latency_s',
      'latency',
      'duration_ms',
      'duration_s',
      'duration',
      'response_time_ms',
      'response_time',
      'end_to_end_latency_s',
      'delay_ms',
      'elapsed_ms',
    ],
    firstToken: ['ttft_ms', 'ttft_s', 'ttft', 'time_to_first_token_ms', 'time_to_first_token_s', 'time_to_first_token', 'first_token_ms'],
    status: ['outcome', 'status_code', 'http_status', 'response_status', 'response_status_code', 'status', 'is_success', 'success'],
    errorCode: ['error_code'],
    errorText: ['error_class', 'error_type', 'error.type', 'failure', 'error', 'error_message'],
    model: ['model', 'response_model', 'model_name', 'request_model'],
    provider: ['provider', 'custom_llm_provider', 'vendor'],
    cost: ['cost_usd', 'usd', 'costUSD', 'spend', 'total_cost', 'response_cost', 'cost'],
    cacheHit: ['cache_hit'],
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
};

/** Most particular first; `generic` fits whatever is left. */
export const presets: readonly Preset[] = [
  otel,
  litellmPayload,
  litellmSpend,
  langfuse,
  helicone,
  portkey,
  azure,
  burstgpt,
  mooncake,
  generic,
];

export function presetOf(id: PresetId): Preset {
  const preset = presets.find((candidate) => candidate.id === id);
  if (preset === undefined) throw new Error(`no traffic preset is called ${JSON.stringify(id)}`);
  return preset;
}
