import type { AnswerToCheck, Attempt, ServedModel, Upstream, UpstreamReply } from '../../shared/live/index.ts';
import { ANSWERED, type FailureClass, type OutcomeCode, outcomeOf } from '../../shared/model/index.ts';
import { readOutcome } from '../../shared/traffic/index.ts';
import { Assembled, type ChatRequest, type Chunk, chunkSchema, completionSchema, requestTo } from './chat.ts';
import { serverSentData } from './server-sent.ts';
import type { Upstreams, Webhook } from './upstreams.ts';

const LARGEST_ANSWER_BYTES = 32 * 1024 * 1024;
/** What of an error's body is looked at. */
const LARGEST_ERROR_BYTES = 64 * 1024;
const SERVER_ERROR = outcomeOf('server-error');

export interface HttpUpstreamOptions {
  readonly upstreams: Upstreams;
  readonly models: readonly ServedModel[];
  /** Wall clock, Unix ms: a Retry-After may name an instant. */
  readonly unixMs: () => number;
  /** The reply to an attempt. */
  readonly onReply: (attempt: number, reply: UpstreamReply) => void;
  /** The first part of a streamed answer is there; true when it may be passed on. */
  readonly onBegin: (attempt: Attempt) => boolean;
  readonly onChunk: (attempt: Attempt, chunk: Chunk) => void;
}

/** Calls the providers' own HTTP interfaces. Its replies never come before `send` has returned. */
export class HttpUpstream implements Upstream {
  private readonly options: HttpUpstreamOptions;
  private readonly models: ReadonlyMap<string, ServedModel>;
  private readonly calls = new Map<number, AbortController>();

  constructor(options: HttpUpstreamOptions) {
    this.options = options;
    this.models = new Map(options.models.map((model) => [model.nodeId, model]));
  }

  send(attempt: Attempt): void {
    const controller = new AbortController();
    this.calls.set(attempt.id, controller);
    // In a turn of its own, since the run is at work on what asked for this.
    void Promise.resolve()
      .then(() => {
        const webhook = this.options.upstreams.guards.get(attempt.nodeId);
        return webhook === undefined ? this.ask(attempt, controller.signal) : verdict(attempt, webhook, controller.signal);
      })
      .catch((error: unknown) => failed(controller.signal.aborted ? 'cancelled' : connectionFailure(error)))
      .then((reply) => {
        // Given up: the run waits for no reply.
        if (!this.calls.delete(attempt.id)) return;
        controller.abort();
        this.options.onReply(attempt.id, reply);
      });
  }

  abandon(attempt: number): void {
    this.calls.get(attempt)?.abort();
    this.calls.delete(attempt);
  }

  private async ask(attempt: Attempt, signal: AbortSignal): Promise<UpstreamReply> {
    const model = this.models.get(attempt.nodeId);
    const upstream = model === undefined ? undefined : this.options.upstreams.providers.get(model.providerId);
    if (model === undefined || !upstream) throw new Error(`node ${attempt.nodeId} sent a call to no known provider`);
    const request = attempt.content as ChatRequest;
    const isStreamed = request.stream === true && attempt.mayStream;
    const response = await fetch(`${upstream.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: isStreamed ? 'text/event-stream' : 'application/json', ...upstream.headers },
      body: JSON.stringify(requestTo(request, model.model, model.maxOutputTokens, isStreamed)),
      // The key is for this address alone.
      redirect: 'error',
      signal,
    });
    if (!response.ok) return refused(response, await textOf(response, LARGEST_ERROR_BYTES, 'cut'), this.options.unixMs());
    if (isStreamed && (response.headers.get('content-type') ?? '').includes('event-stream')) return this.stream(attempt, response);
    return whole(await textOf(response, LARGEST_ANSWER_BYTES, 'refuse'));
  }

  private async stream(attempt: Attempt, response: Response): Promise<UpstreamReply> {
    const assembled = new Assembled();
    let isBegun = false;
    let isDone = false;
    try {
      for await (const data of serverSentData(response)) {
        if (data === '[DONE]') {
          isDone = true;
          break;
        }
        const parsed = chunkSchema.safeParse(jsonOf(data));
        if (!parsed.success) return isBegun ? brokenOff(assembled) : errorIn(data);
        assembled.add(parsed.data);
        if (!isBegun && parsed.data.choices.length > 0) {
          isBegun = true;
          if (!this.options.onBegin(attempt)) return failed('cancelled');
        }
        this.options.onChunk(attempt, parsed.data);
      }
    } catch (error) {
      // Cut: once it has begun nothing else can be tried, before that it is a connection like any other.
      return isBegun ? brokenOff(assembled) : failed(connectionFailure(error));
    }
    if (!isBegun || !(isDone || assembled.isWhole)) return brokenOff(assembled);
    return finished(assembled.completion);
  }
}

/** In the form of Portkey's webhook check. Anything but a verdict is none. */
async function verdict({ content }: Attempt, { url, headers, timeoutMs }: Webhook, signal: AbortSignal): Promise<UpstreamReply> {
  const { request, answer } = isAnswerToCheck(content) ? content : { request: content, answer: null };
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      eventType: answer === null ? 'beforeRequestHook' : 'afterRequestHook',
      request: { json: request },
      ...(answer === null ? {} : { response: { json: answer.content } }),
    }),
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  });
  const text = await textOf(response, LARGEST_ERROR_BYTES, 'refuse');
  const said = response.ok && text !== null ? (jsonOf(text) as { verdict?: unknown } | null | undefined)?.verdict : undefined;
  return typeof said === 'boolean' ? { outcome: ANSWERED, retryAfterMs: 0, usage: null, content: said } : failed('malformed');
}

const isAnswerToCheck = (content: unknown): content is AnswerToCheck =>
  typeof content === 'object' && content !== null && 'answer' in content && 'request' in content;

const failed = (failure: FailureClass, retryAfterMs = 0): UpstreamReply => ({
  outcome: outcomeOf(failure),
  retryAfterMs,
  usage: null,
  content: null,
});

/** As an answer that broke off: what was written until then is paid. */
function brokenOff(assembled: Assembled): UpstreamReply {
  return { ...failed('malformed'), usage: usageOf(assembled.completion.usage) };
}

function usageOf(usage: { readonly prompt_tokens: number; readonly completion_tokens: number } | null | undefined): UpstreamReply['usage'] {
  return usage ? { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens } : null;
}

function whole(text: string | null): UpstreamReply {
  const parsed = completionSchema.safeParse(text === null ? undefined : jsonOf(text));
  return parsed.success ? finished(parsed.data) : errorIn(text ?? '');
}

/** Refused on grounds of policy where the only answer ended so. */
function finished(completion: ReturnType<typeof completionSchema.parse>): UpstreamReply {
  const usage = usageOf(completion.usage);
  if (completion.choices.every(({ finish_reason }) => finish_reason === 'content_filter')) return { ...failed('content-policy'), usage };
  return { outcome: ANSWERED, retryAfterMs: 0, usage, content: completion };
}

/** Some providers answer 200 and tell of the failure inside. */
function errorIn(text: string): UpstreamReply {
  const body = jsonOf(text) as { error?: unknown } | undefined;
  if (typeof body !== 'object' || body === null || !body.error) return failed('malformed');
  return { ...failed('malformed'), outcome: outcomeOfError(500, body.error) };
}

function refused(response: Response, text: string | null, nowUnixMs: number): UpstreamReply {
  const body = jsonOf(text ?? '') as { error?: unknown } | undefined;
  return {
    ...failed('server-error', retryAfterMsOf(response.headers, nowUnixMs)),
    outcome: outcomeOfError(response.status, typeof body === 'object' && body !== null ? (body.error ?? body) : text),
  };
}

function outcomeOfError(status: number, error: unknown): OutcomeCode {
  const fields = (typeof error === 'object' && error !== null ? error : { message: error }) as Record<string, unknown>;
  const words = [fields['code'], fields['type'], fields['message']].filter((word) => typeof word === 'string').join(' ');
  const { outcome } = readOutcome({ status: String(status), errorCode: '', errorText: words });
  return outcome > 0 && outcome < 32 ? outcome : SERVER_ERROR;
}

/** Seconds or a date as HTTP has it, or the milliseconds that OpenAI's clients look for first; 0 for none. */
export function retryAfterMsOf(headers: Headers, nowUnixMs: number): number {
  const ms = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (ms > 0) return bounded(ms);
  const text = headers.get('retry-after');
  if (text === null) return 0;
  const seconds = Number(text);
  return bounded(Number.isNaN(seconds) ? Date.parse(text) - nowUnixMs : seconds * 1000);
}

/** A day is longer than anybody waits. */
const bounded = (ms: number): number => (ms > 0 ? Math.min(ms, 86_400_000) : 0);

function connectionFailure(error: unknown): FailureClass {
  const cause = (error as { cause?: { code?: unknown } } | null)?.cause;
  return typeof cause?.code === 'string' && /TIMEOUT/.test(cause.code) ? 'timeout' : 'connection';
}

/** At most so many bytes; beyond, what there is, or null. */
async function textOf(response: Response, mostBytes: number, beyond: 'cut' | 'refuse'): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > mostBytes && beyond === 'refuse') return null;
    parts.push(part);
    if (bytes > mostBytes) break;
  }
  return Buffer.concat(parts).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
