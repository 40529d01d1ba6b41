import * as z from 'zod';

/** OpenAI's chat completions, as far as a gateway looks at them; all else is handed on as it came. */

const textPartSchema = z.looseObject({ type: z.string(), text: z.string().optional() });
const messageSchema = z.looseObject({
  role: z.string().min(1),
  content: z.union([z.string(), z.array(textPartSchema), z.null()]).optional(),
});

export const chatRequestSchema = z.looseObject({
  model: z.string().max(200).optional(),
  messages: z.array(messageSchema).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  max_tokens: z.number().int().min(1).nullish(),
  max_completion_tokens: z.number().int().min(1).nullish(),
  user: z.string().max(500).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
});
export type ChatRequest = z.infer<typeof chatRequestSchema>;

const usageSchema = z.looseObject({ prompt_tokens: z.number().min(0), completion_tokens: z.number().min(0) });
const choiceSchema = z.looseObject({ message: z.looseObject({}), finish_reason: z.string().nullish() });

export const completionSchema = z.looseObject({ choices: z.array(choiceSchema).min(1), usage: usageSchema.nullish() });
export type Completion = z.infer<typeof completionSchema>;

export const chunkSchema = z.looseObject({
  choices: z.array(
    z.looseObject({ index: z.number().optional(), delta: z.looseObject({}).nullish(), finish_reason: z.string().nullish() }),
  ),
  usage: usageSchema.nullish(),
});
export type Chunk = z.infer<typeof chunkSchema>;

/** About four characters are a token in English text, by OpenAI's own rule of thumb; what was really read comes with the answer. */
const CHARACTERS_A_TOKEN = 4;
/** Answers of unknown length count as so many tokens until they are there. */
const EXPECTED_OUTPUT_TOKENS = 500;

export function estimatedTokens(request: ChatRequest): { readonly inputTokens: number; readonly outputTokens: number } {
  const texts = request.messages.map(({ content }) =>
    typeof content === 'string' ? content.length : (content ?? []).reduce((sum, part) => sum + (part.text?.length ?? 0), 0),
  );
  const tools = request['tools'] === undefined ? 0 : JSON.stringify(request['tools']).length;
  const characters = texts.reduce((sum, length) => sum + length, tools);
  return {
    inputTokens: Math.max(1, Math.ceil(characters / CHARACTERS_A_TOKEN)),
    outputTokens: request.max_completion_tokens ?? request.max_tokens ?? EXPECTED_OUTPUT_TOKENS,
  };
}

/** As another model is asked for it: its name, its longest answer, and streamed or whole. */
export function requestTo(request: ChatRequest, model: string, maxOutputTokens: number | null, isStreamed: boolean): object {
  const { stream: _, stream_options: __, ...rest } = request;
  const field = request.max_completion_tokens != null ? 'max_completion_tokens' : 'max_tokens';
  const asked = request[field] ?? Number.POSITIVE_INFINITY;
  const most = Math.min(asked, maxOutputTokens ?? Number.POSITIVE_INFINITY);
  return {
    ...rest,
    model,
    ...(most === Number.POSITIVE_INFINITY ? {} : { [field]: most }),
    ...(isStreamed ? { stream: true, stream_options: { ...request.stream_options, include_usage: true } } : {}),
  };
}

/** An answer in so many words, for templates and simulated models. */
export function completionOf(
  text: string,
  model: string,
  usage: { readonly inputTokens: number; readonly outputTokens: number },
): Completion {
  return {
    id: 'chatcmpl-gracefall',
    object: 'chat.completion',
    created: 0,
    model,
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: {
      prompt_tokens: usage.inputTokens,
      completion_tokens: usage.outputTokens,
      total_tokens: usage.inputTokens + usage.outputTokens,
    },
  };
}

/** A whole answer as the chunks of a stream. */
export function chunksOf({ choices, usage, ...rest }: Completion, withUsage: boolean): readonly object[] {
  const head = { ...rest, object: 'chat.completion.chunk' };
  return [
    {
      ...head,
      choices: choices.map(({ message, ...choice }, index) => ({ ...choice, index, delta: indexed(message), finish_reason: null })),
    },
    { ...head, choices: choices.map(({ finish_reason }, index) => ({ index, delta: {}, finish_reason: finish_reason ?? 'stop' })) },
    ...(withUsage && usage ? [{ ...head, choices: [], usage }] : []),
  ];
}

/** Calls of tools carry their place in a stream, and none in a whole answer. */
function indexed(message: Record<string, unknown>): Record<string, unknown> {
  const { tool_calls: calls } = message;
  return Array.isArray(calls) ? { ...message, tool_calls: calls.map((call: object, index) => ({ index, ...call })) } : message;
}

/** Puts a streamed answer together again, for caches and for what it was billed. */
export class Assembled {
  private readonly choices: { message: Record<string, unknown>; finish_reason: string | null }[] = [];
  private head: Record<string, unknown> = {};
  private usage: Completion['usage'] = null;

  add({ choices, usage, ...head }: Chunk): void {
    this.head = { ...this.head, ...head };
    if (usage) this.usage = usage;
    choices.forEach(({ index = 0, delta, finish_reason }) => {
      while (this.choices.length <= index) this.choices.push({ message: { role: 'assistant', content: null }, finish_reason: null });
      const choice = this.choices[index]!;
      if (finish_reason) choice.finish_reason = finish_reason;
      for (const [key, value] of Object.entries(delta ?? {})) choice.message[key] = joined(choice.message[key], value);
    });
  }

  /** Every choice has said why it ended. */
  get isWhole(): boolean {
    return this.choices.length > 0 && this.choices.every(({ finish_reason }) => finish_reason !== null);
  }

  get completion(): Completion {
    const choices = this.choices.map((choice, index) => ({ index, ...choice, message: unindexed(choice.message) }));
    return { ...this.head, object: 'chat.completion', choices, usage: this.usage };
  }
}

/** Texts grow, calls of tools grow by their place, all else is what came last. */
function joined(before: unknown, more: unknown): unknown {
  if (typeof before === 'string' && typeof more === 'string') return before + more;
  if (!Array.isArray(more)) return more ?? before ?? null;
  const list: Record<string, unknown>[] = Array.isArray(before) ? [...before] : [];
  for (const part of more as Record<string, unknown>[]) {
    const index = Number(part['index'] ?? list.length);
    const there = list[index] ?? {};
    list[index] = Object.fromEntries(
      [...new Set([...Object.keys(there), ...Object.keys(part)])].map((key) => [key, grown(key, there[key], part[key])]),
    );
  }
  return list;
}

function grown(key: string, before: unknown, more: unknown): unknown {
  if (key === 'function' && typeof more === 'object' && more !== null) {
    const [was, now] = [(before ?? {}) as Record<string, unknown>, more as Record<string, unknown>];
    return {
      ...was,
      ...now,
      arguments: `${(was['arguments'] as string | undefined) ?? ''}${(now['arguments'] as string | undefined) ?? ''}`,
    };
  }
  return more ?? before;
}

function unindexed(message: Record<string, unknown>): Record<string, unknown> {
  const { tool_calls: calls } = message;
  return Array.isArray(calls) ? { ...message, tool_calls: calls.map(({ index: _, ...call }: Record<string, unknown>) => call) } : message;
}
