import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';

/** What a mock does with one call. */
const stepSchema = z.strictObject({
  /** `answer`; `status` = an error with `status`; `malformed` = a body that is no JSON; `stall` = no answer ever; `hang-up` = the connection is closed; `cut` = an answer that breaks off in its middle. */
  does: z.enum(['answer', 'status', 'malformed', 'stall', 'hang-up', 'cut']).default('answer'),
  status: z.number().int().min(400).max(599).default(500),
  retryAfterS: z.number().min(0).max(86_400).optional(),
  /** Before the first byte. */
  delayMs: z.number().min(0).max(600_000).default(0),
  /** Between the words of a streamed answer. */
  wordMs: z.number().min(0).max(60_000).default(0),
  text: z.string().max(100_000).optional(),
  /** So many calls in a row; then the next step. */
  times: z.number().int().min(1).max(1_000_000).default(1),
});

export const mockScriptSchema = z.strictObject({
  /** By model name; one that is not named has `otherwise`. After the last step a model answers at once, or starts anew where it `repeats`. */
  models: z.record(z.string(), z.array(stepSchema).min(1)).default({}),
  otherwise: z
    .array(stepSchema)
    .min(1)
    .default([stepSchema.parse({})]),
  repeats: z.boolean().default(false),
});
export type MockScript = z.infer<typeof mockScriptSchema>;
type Step = z.infer<typeof stepSchema>;

export interface HeardCall {
  readonly model: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly authorization: string | undefined;
  /** The caller hung up before it had its answer. */
  wasDropped: boolean;
}

export interface MockUpstream {
  /** With the version: what goes into `baseUrl`. */
  readonly baseUrl: string;
  readonly heard: readonly HeardCall[];
  close(): Promise<void>;
}

const ANSWERS_AT_ONCE = stepSchema.parse({});
const WORDS = 'This is an answer of the mock upstream.';

/** An upstream that speaks OpenAI's protocol on 127.0.0.1 and does what it is told. Rejects when the port is taken (`EADDRINUSE`). */
export async function startMockUpstream(
  script: MockScript,
  port = 0,
  onCall?: (call: HeardCall, step: Step) => void,
): Promise<MockUpstream> {
  const heard: HeardCall[] = [];
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    void (async () => {
      let text = '';
      for await (const part of request as AsyncIterable<Buffer>) text += part.toString('utf8');
      const body = parsed(text);
      const model = String(body['model'] ?? '');
      const call: HeardCall = { model, body, authorization: request.headers.authorization, wasDropped: false };
      const count = counts.get(model) ?? 0;
      counts.set(model, count + 1);
      heard.push(call);
      const step = stepAt(script, model, count);
      onCall?.(call, step);
      response.on('close', () => {
        if (!response.writableFinished) call.wasDropped = true;
      });
      await play(step, body, response);
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    heard,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function stepAt({ models, otherwise, repeats }: MockScript, model: string, count: number): Step {
  const steps = (Object.hasOwn(models, model) ? models[model] : undefined) ?? otherwise;
  const all = steps.reduce((sum, { times }) => sum + times, 0);
  // Whatever is not named has one rule for good, not a sequence that ends.
  if (count >= all && !repeats) return steps === otherwise ? steps.at(-1)! : ANSWERS_AT_ONCE;
  let before = 0;
  for (const step of steps) {
    before += step.times;
    if (count % all < before) return step;
  }
  return ANSWERS_AT_ONCE;
}

async function play(step: Step, body: Readonly<Record<string, unknown>>, response: ServerResponse): Promise<void> {
  const wait = (ms: number): Promise<void> => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve());
  await wait(step.delayMs);
  if (response.destroyed || step.does === 'stall') return;
  if (step.does === 'hang-up') {
    response.destroy();
    return;
  }
  if (step.does === 'status') {
    const retryAfter = step.retryAfterS === undefined ? {} : { 'retry-after': String(step.retryAfterS) };
    response.writeHead(step.status, { 'content-type': 'application/json', ...retryAfter });
    response.end(JSON.stringify({ error: { message: 'Scripted by the mock upstream.', type: 'mock', code: null, param: null } }));
    return;
  }
  if (step.does === 'malformed') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"choices":[{"message":');
    return;
  }
  const text = step.text ?? WORDS;
  const words = text.split(/(?<= )/);
  const usage = { prompt_tokens: Math.ceil(JSON.stringify(body['messages'] ?? '').length / 4), completion_tokens: words.length };
  const head = { id: 'chatcmpl-mock', created: 0, model: body['model'] ?? 'mock' };
  if (body['stream'] === true) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (data: object): void =>
      void response.write(`data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...data })}\n\n`);
    const until = step.does === 'cut' ? Math.ceil(words.length / 2) : words.length;
    for (const content of words.slice(0, until)) {
      send({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
      await wait(step.wordMs);
    }
    if (step.does === 'cut') {
      // What was written is on its way before the connection goes.
      await wait(1);
      response.destroy();
      return;
    }
    send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
    send({ choices: [], usage });
    response.end('data: [DONE]\n\n');
    return;
  }
  await wait(step.wordMs * words.length);
  const whole = JSON.stringify({
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens },
  });
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(whole) });
  if (step.does !== 'cut') response.end(whole);
  else response.write(whole.slice(0, whole.length / 2), () => response.destroy());
}

function parsed(text: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
