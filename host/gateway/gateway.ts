import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ENGINE_VERSION } from '../../shared/engine/index.ts';
import {
  createLiveRun,
  type LiveEnd,
  type LiveRun,
  QUESTION_COLUMN,
  type ServedEntry,
  type ServedPolicy,
} from '../../shared/live/index.ts';
import { FAILURE_CLASSES, type FailureClass, failureInfo, failureOf, type Policy, type RequestTrace } from '../../shared/model/index.ts';
import type { TracedRun } from '../../shared/otlp/index.ts';
import { type ChatRequest, type Chunk, type Completion, chatRequestSchema, chunksOf, completionOf, estimatedTokens } from './chat.ts';
import { HttpUpstream } from './http-upstream.ts';
import type { Upstreams } from './upstreams.ts';

export interface GatewayOptions {
  readonly policy: Policy;
  readonly served: ServedPolicy;
  readonly upstreams: Upstreams;
  /** 0 = any free one. */
  readonly port?: number;
  readonly onTrace?: (trace: RequestTrace) => void;
  /** One line for each request that has ended. */
  readonly onEnd?: (line: ServedLine) => void;
  readonly log: (sentence: string) => void;
}

export interface ServedLine {
  readonly request: number;
  readonly entry: string;
  readonly latencyMs: number;
  /** Node that answered; null for a failure. */
  readonly nodeId: string | null;
  readonly tier: number;
  readonly outcome: FailureClass | 'answered';
  readonly attempts: number;
  readonly usd: number;
}

export interface Gateway {
  /** `http://127.0.0.1:PORT`, without the version. */
  readonly url: string;
  readonly port: number;
  /** What names this run in its traces. */
  readonly traced: TracedRun;
  /** Instant 0 of its traces, Unix ms. */
  readonly startUnixMs: number;
  /** Takes no more requests, waits at most so long for those that are open, then gives them up. */
  close(patienceMs: number): Promise<void>;
}

const LARGEST_REQUEST_BYTES = 10 * 1024 * 1024;
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const RECEIVE_TIMEOUT_MS = 30_000;
const MOST_CONNECTIONS = 1_000;
const MOST_UNREAD_BYTES = 16 * 1024 * 1024;

/**
 * A policy as a gateway that speaks OpenAI's protocol on 127.0.0.1. Rejects when the port is taken (`EADDRINUSE`).
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { served } = options;
  const startUnixMs = Date.now();
  const startMs = performance.now();
  const nowMs = (): number => performance.now() - startMs;
  const conversations = new Map<number, Conversation>();

  const upstream = new HttpUpstream({
    upstreams: options.upstreams,
    models: served.models,
    unixMs: () => Date.now(),
    onReply: (attempt, reply) => work(() => run.reply(attempt, reply, nowMs())),
    onBegin: (attempt) => {
      const mayPass = work(() => run.beginAnswer(attempt.id, nowMs()));
      if (mayPass) conversations.get(attempt.request)?.begin(attempt.nodeId, tiers.get(attempt.nodeId) ?? 0);
      return mayPass;
    },
    onChunk: (attempt, chunk) => conversations.get(attempt.request)?.pass(chunk),
  });
  const run: LiveRun = createLiveRun(served.plan, upstream);
  const tiers = new Map(served.models.map(({ nodeId, tier }) => [nodeId, tier]));
  const modelNames = new Map(served.models.map(({ nodeId, model }) => [nodeId, model]));

  let timer: NodeJS.Timeout | undefined;
  /** Whatever the run is asked for may change when it wants to be asked next. */
  function work<Value>(ask: () => Value): Value {
    const value = ask();
    clearTimeout(timer);
    const { nextMs } = run;
    if (nextMs !== Number.POSITIVE_INFINITY) {
      // Timers of Node come up to a millisecond early: rounded up, so that none comes in vain.
      const waitMs = Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil(nextMs - nowMs())));
      timer = setTimeout(() => work(() => run.advanceTo(nowMs())), waitMs);
    }
    return value;
  }

  let isClosing = false;
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      options.log(`A request could not be served: ${error instanceof Error ? error.message : String(error)}`);
      refuse(response, 500, 'server_error', 'The gateway itself failed; its own output says how.');
    });
  });
  server.requestTimeout = RECEIVE_TIMEOUT_MS;
  server.maxConnections = MOST_CONNECTIONS;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refusalOf(request, port);
    if (refusal !== undefined) return refuse(response, 403, 'invalid_request_error', refusal);
    const path = (request.url ?? '').split('?')[0];
    if (path === '/healthz' && request.method === 'GET') {
      const breakers = Object.fromEntries([...run.breakerStates()].map(([id, state]) => [id, ['closed', 'open', 'half-open'][state]]));
      return json(response, 200, {
        status: isClosing ? 'closing' : 'ok',
        policy: options.policy.name,
        openRequests: run.openRequests,
        breakers,
      });
    }
    if (path === '/v1/models' && request.method === 'GET') {
      const data = served.entries.map(({ name }) => ({
        id: name,
        object: 'model',
        created: Math.floor(startUnixMs / 1000),
        owned_by: 'gracefall',
      }));
      return json(response, 200, { object: 'list', data });
    }
    if (path !== '/v1/chat/completions')
      return refuse(
        response,
        404,
        'invalid_request_error',
        `There is no ${path} here. This gateway has /v1/chat/completions, /v1/models and /healthz.`,
      );
    if (request.method !== 'POST') return refuse(response, 405, 'invalid_request_error', 'Chat completions are asked for with POST.');
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
      return refuse(response, 415, 'invalid_request_error', 'The body must be JSON, with content-type: application/json.');
    if (isClosing) return refuse(response, 503, 'server_error', 'The gateway is closing and takes no more requests.');
    const text = await bodyOf(request);
    if (text === null)
      return refuse(response, 413, 'invalid_request_error', `The body is larger than ${LARGEST_REQUEST_BYTES} bytes, so it was not read.`);
    const asked = readChat(text, request);
    if (typeof asked === 'string') return refuse(response, 400, 'invalid_request_error', asked);
    begin(asked, response);
  }

  function begin({ chat, entry, user, metadata, complexity }: Asked, response: ServerResponse): void {
    const conversation = new Conversation(chat, response);
    const arrivedMs = nowMs();
    const number = work(() =>
      run.begin(
        { entry: entry.position, ...estimatedTokens(chat), user, complexity, metadata, content: chat },
        {
          onEnd(end) {
            conversations.delete(end.request);
            conversation.end(end, contentOf(end, chat));
            options.onEnd?.({
              request: end.request,
              entry: entry.name,
              latencyMs: nowMs() - arrivedMs,
              nodeId: end.answer?.nodeId ?? null,
              tier: end.tier,
              outcome: end.outcome === 0 ? 'answered' : failureOf(end.outcome),
              attempts: end.attempts,
              usd: end.usd,
            });
            if (isClosing && run.openRequests === 0) whenIdle();
          },
          ...(options.onTrace === undefined ? {} : { onTrace: options.onTrace }),
        },
        arrivedMs,
      ),
    );
    if (conversation.isOver) return;
    conversations.set(number, conversation);
    response.on('close', () => {
      if (!conversation.isOver) work(() => run.giveUp(number, nowMs()));
    });
  }

  function contentOf({ answer: given }: LiveEnd, chat: ChatRequest): Completion | null {
    if (given === null) return null;
    if (given.content !== null) return given.content as Completion;
    const template = served.texts.get(given.nodeId);
    const model = modelNames.get(given.nodeId);
    const { inputTokens } = estimatedTokens(chat);
    if (template !== undefined) return completionOf(template, 'template', { inputTokens: 0, outputTokens: 0 });
    return completionOf(`Placeholder: ${model ?? given.nodeId} would have answered here.`, model ?? given.nodeId, {
      inputTokens,
      outputTokens: 10,
    });
  }

  function readChat(text: string, request: IncomingMessage): Asked | string {
    let read: unknown;
    try {
      read = JSON.parse(text);
    } catch (error) {
      return `The body is no JSON: ${(error as Error).message}.`;
    }
    const parsed = chatRequestSchema.safeParse(read);
    if (!parsed.success) {
      const { path, message } = parsed.error.issues[0]!;
      return `${path.join('.') || 'The body'}: ${message}.`;
    }
    const chat = parsed.data;
    const named = header(request, 'x-gracefall-capability');
    const entry =
      entryNamed(served.entries, named) ??
      (named === undefined ? (entryNamed(served.entries, chat.model) ?? served.entries[0]) : undefined);
    if (entry === undefined) return `There is no capability “${named}” here. Known: ${served.entries.map(({ name }) => name).join(', ')}.`;
    const stated = statedMetadata(header(request, 'x-gracefall-metadata'));
    if (typeof stated === 'string') return stated;
    const complexityText = header(request, 'x-gracefall-complexity');
    const complexity = complexityText === undefined ? null : Number(complexityText);
    if (complexity !== null && !(complexity >= 0 && complexity <= 1))
      return `x-gracefall-complexity is “${complexityText}”; it is a number from 0 to 1.`;
    return {
      chat,
      entry,
      user: header(request, 'x-gracefall-user') ?? chat.user ?? null,
      metadata: { ...chat.metadata, ...stated, [QUESTION_COLUMN]: questionOf(chat, entry) },
      complexity,
    };
  }

  let port = options.port ?? 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;
  let whenIdle = (): void => {};

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    startUnixMs,
    traced: {
      // Of no simulated run: names this start, so that traces of two starts are never taken for one.
      hash: randomBytes(32).toString('hex'),
      engineVersion: ENGINE_VERSION,
      seed: served.plan.seed,
      nodes: served.plan.nodes.map(({ id, kind }) => ({ id, kind })),
      policy: { id: options.policy.id, name: options.policy.name },
      scenario: { id: 'served', name: 'Served' },
      traffic: { label: 'served', origin: 'recorded' },
    },
    async close(patienceMs) {
      isClosing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      if (run.openRequests > 0) {
        await new Promise<void>((resolve) => {
          const limit = setTimeout(resolve, patienceMs);
          whenIdle = () => {
            clearTimeout(limit);
            resolve();
          };
        });
      }
      for (const number of [...conversations.keys()]) work(() => run.giveUp(number, nowMs()));
      clearTimeout(timer);
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Asked {
  readonly chat: ChatRequest;
  readonly entry: ServedEntry;
  readonly user: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly complexity: number | null;
}

/** One request and what is sent back. */
class Conversation {
  isOver = false;
  private readonly chat: ChatRequest;
  private readonly response: ServerResponse;
  private readonly withUsage: boolean;

  constructor(chat: ChatRequest, response: ServerResponse) {
    this.chat = chat;
    this.response = response;
    this.withUsage = chat.stream_options?.include_usage === true;
  }

  /** The answer of this node begins to be passed on. */
  begin(nodeId: string, tier: number): void {
    this.response.writeHead(200, { ...STREAM_HEADERS, 'x-gracefall-node': nodeId, 'x-gracefall-tier': String(tier) });
  }

  pass({ usage, ...chunk }: Chunk): void {
    if (this.isOver || this.response.destroyed) return;
    // Asked for by the gateway, to know what was billed, and not by the caller.
    if (chunk.choices.length === 0 && !this.withUsage) return;
    this.write(this.withUsage ? { ...chunk, usage: usage ?? null } : chunk);
  }

  end(end: LiveEnd, completion: Completion | null): void {
    this.isOver = true;
    const { response } = this;
    if (response.destroyed) return;
    if (completion === null) {
      const failure = FAILURE_CLASSES[end.outcome - 1]!;
      if (!response.headersSent) {
        const retryAfter: Record<string, string> =
          end.retryAfterMs > 0
            ? { 'retry-after': String(Math.ceil(end.retryAfterMs / 1000)), 'retry-after-ms': String(Math.ceil(end.retryAfterMs)) }
            : {};
        json(response, failureInfo(failure).httpStatus, errorBody(typeOf(failure), failureInfo(failure).sentence, failure), {
          ...headersOf(end),
          ...retryAfter,
        });
        return;
      }
      this.write(errorBody(typeOf(failure), failureInfo(failure).sentence, failure));
      response.end();
      return;
    }
    if (this.chat.stream !== true) {
      json(response, 200, completion, headersOf(end));
      return;
    }
    if (!response.headersSent) {
      response.writeHead(200, { ...STREAM_HEADERS, ...headersOf(end) });
      for (const chunk of chunksOf(completion, this.withUsage)) this.write(chunk);
    }
    response.end('data: [DONE]\n\n');
  }

  private write(data: object): void {
    // A caller that reads nothing is one that has gone.
    if (this.response.writableLength > MOST_UNREAD_BYTES) {
      this.response.destroy();
      return;
    }
    this.response.write(`data: ${JSON.stringify(data)}\n\n`);
  }
}

const STREAM_HEADERS = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };

function headersOf({ request, answer, tier, attempts, outcome, usd }: LiveEnd): Record<string, string> {
  return {
    'x-gracefall-request': String(request),
    'x-gracefall-outcome': outcome === 0 ? 'answered' : failureOf(outcome),
    'x-gracefall-attempts': String(attempts),
    'x-gracefall-cost-usd': String(usd),
    ...(answer === null ? {} : { 'x-gracefall-node': answer.nodeId, 'x-gracefall-tier': String(tier) }),
  };
}

/** As OpenAI's clients sort errors. */
function typeOf(failure: FailureClass): string {
  if (failure === 'rate-limit') return 'rate_limit_error';
  return failureInfo(failure).httpStatus >= 500 ? 'server_error' : 'invalid_request_error';
}

const errorBody = (type: string, message: string, code: string | null = null): object => ({ error: { message, type, code, param: null } });

function json(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, type: string, sentence: string): void {
  if (response.headersSent) response.destroy();
  else json(response, status, errorBody(type, sentence), status === 413 ? { connection: 'close' } : {});
}

/** Pages in a browser may send to loopback as well: whoever names another host, or comes from a page of one, is none of ours. */
function refusalOf({ headers }: IncomingMessage, port: number): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(headers.host ?? '')) return 'This gateway answers on 127.0.0.1 only, under that name or localhost.';
  if (headers.origin !== undefined && !hosts.some((host) => headers.origin === `http://${host}`))
    return 'This gateway answers programs, not pages of other sites.';
  return undefined;
}

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const entryNamed = (entries: readonly ServedEntry[], name: string | undefined): ServedEntry | undefined =>
  entries.find(({ id }) => id === name) ?? entries.find((entry) => entry.name === name);

function statedMetadata(text: string | undefined): Readonly<Record<string, string>> | string {
  if (text === undefined) return {};
  const wrong = 'x-gracefall-metadata is no JSON object of texts, as in {"plan":"paid"}.';
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return wrong;
    return Object.values(read).every((value) => typeof value === 'string') ? (read as Record<string, string>) : wrong;
  } catch {
    return wrong;
  }
}

/** Two requests ask the same when all is equal but who asks, and whether the answer is streamed. */
function questionOf({ stream: _, stream_options: __, user: ___, metadata: ____, ...asked }: ChatRequest, entry: ServedEntry): string {
  return createHash('sha256')
    .update(JSON.stringify([entry.id, asked]))
    .digest('hex');
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > LARGEST_REQUEST_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
