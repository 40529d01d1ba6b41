import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FailureClass } from '../../shared/model/index.ts';

/** How a model behaves in one case: fails its first calls, then works. */
export interface Fault {
  readonly failure: FailureClass;
  /** Infinity = for good. */
  readonly calls: number;
  /** Of a rate limit; 0 = none. */
  readonly retryAfterMs: number;
}

export interface Case {
  /** By model name; a model without one works. */
  readonly faults: ReadonlyMap<string, Fault>;
  /** Guards that say no. */
  readonly denying: ReadonlySet<string>;
}

export interface Heard {
  readonly model: string;
  readonly atMs: number;
}

const STATUS: Partial<Record<FailureClass, number>> = {
  'rate-limit': 429,
  'server-error': 503,
  auth: 401,
  'invalid-request': 400,
  'context-overflow': 413,
  'content-policy': 422,
};

/** OpenAI's own way of saying two of them, by which LiteLLM tells them from other wrong requests. */
const SAID_BY_OPENAI: Partial<Record<FailureClass, { readonly status: number; readonly message: string }>> = {
  'context-overflow': {
    status: 400,
    message: "This model's maximum context length is 10 tokens. However, your messages resulted in 20 tokens.",
  },
  'content-policy': { status: 400, message: 'The request was rejected as a result of the safety system.' },
};

const ANSWER = {
  id: 'answer',
  object: 'chat.completion',
  created: 0,
  model: 'mock',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
};

/** An upstream that speaks OpenAI's protocol on loopback and plays scripted faults: `/CASE/v1/chat/completions`, and `/CASE/guard/ID` for webhooks. */
export class Upstream {
  private readonly server: Server;
  private readonly cases = new Map<string, { readonly script: Case; readonly heard: Heard[]; readonly calls: Map<string, number> }>();
  private readonly stalled = new Set<ServerResponse>();

  constructor(
    private readonly now: () => number,
    private readonly saysItAs: 'status' | 'openai' = 'status',
  ) {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  play(id: string, script: Case): void {
    this.cases.set(id, { script, heard: [], calls: new Map() });
  }

  heard(id: string): readonly Heard[] {
    return this.cases.get(id)?.heard ?? [];
  }

  close(): void {
    for (const response of this.stalled) response.destroy();
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, id = '', what, guard = ''] = (request.url ?? '').split('/');
    let text = '';
    for await (const chunk of request) text += chunk;
    const there = this.cases.get(id);
    if (there === undefined) return json(response, 404, { error: { message: `no case ${id}` } });
    if (what === 'guard') return json(response, 200, { verdict: !there.script.denying.has(guard) });
    const { model } = JSON.parse(text) as { model: string };
    there.heard.push({ model, atMs: this.now() });
    const call = there.calls.get(model) ?? 0;
    there.calls.set(model, call + 1);
    const fault = there.script.faults.get(model);
    if (fault === undefined || call >= fault.calls) return json(response, 200, ANSWER);
    if (fault.failure === 'connection') return void request.socket.destroy();
    if (fault.failure === 'timeout') {
      this.stalled.add(response);
      response.on('close', () => this.stalled.delete(response));
      return;
    }
    if (fault.retryAfterMs > 0) response.setHeader('retry-after', String(fault.retryAfterMs / 1000));
    const said = this.saysItAs === 'openai' ? SAID_BY_OPENAI[fault.failure] : undefined;
    json(response, said?.status ?? STATUS[fault.failure] ?? 500, { error: { message: said?.message ?? fault.failure } });
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
