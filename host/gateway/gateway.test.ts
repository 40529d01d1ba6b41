import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { servedPolicy } from '../../shared/live/index.ts';
import { failureOf, NO_CONDITIONS, NOT_RECORDED, type Policy, type RequestTrace } from '../../shared/model/index.ts';
import { dollarProvider, type Line, policyOfLines } from '../../test/fixtures/line-policy.ts';
import { loadTraffic } from '../traffic/index.ts';
import { type Gateway, type ServedLine, startGateway } from './gateway.ts';
import { type MockUpstream, mockScriptSchema, startMockUpstream } from './mock-upstream.ts';
import { spansTo } from './spans.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const TIERS = { tiers: ['one', 'two', 'three'].map((id) => ({ id, name: id })) };
/** A model with a retry, another one, and words at the end. */
const THREE_TIERS: readonly Line[] = [
  ['entry', 'entry', {}, { next: 'tiers' }],
  ['tiers', 'fallback', TIERS, { one: 'retry', two: 'small', three: 'words' }],
  ['retry', 'retry', { maxRetries: 1, baseMs: 20, jitter: 'none' }, { next: 'big' }],
  ['big', 'model', { providerId: 'acme', model: 'big', requestTimeoutMs: 400 }],
  ['small', 'model', { providerId: 'acme', model: 'small', tier: 2, requestTimeoutMs: 400 }],
  ['words', 'template', { text: 'We will come back to you.' }],
];
const ONE_MODEL: readonly Line[] = [
  ['entry', 'entry', {}, { next: 'big' }],
  ['big', 'model', { providerId: 'acme', model: 'big' }],
];

interface Serving {
  readonly policy: Policy;
  readonly gateway: Gateway;
  readonly mock: MockUpstream;
  readonly lines: ServedLine[];
  readonly traces: RequestTrace[];
}

async function serving(lines: readonly Line[], script: unknown, webhooks: ReadonlyMap<string, string> = new Map()): Promise<Serving> {
  const policy = policyOfLines('Test', [dollarProvider('acme', 'Acme', ['big', 'small'])], lines);
  const mock = await startMockUpstream(mockScriptSchema.parse(script));
  closers.push(() => mock.close());
  const served = servedPolicy(policy, {
    isSimulated: () => false,
    hasClassifier: (id) => webhooks.has(id),
    conditions: NO_CONDITIONS,
    conditionTargets: [],
    seed: 1,
  });
  if (!served.ok) throw new Error(served.error.join('\n'));
  const ended: ServedLine[] = [];
  const traces: RequestTrace[] = [];
  const gateway = await startGateway({
    policy,
    served: served.value,
    upstreams: {
      providers: new Map([['acme', { baseUrl: mock.baseUrl, headers: { authorization: 'Bearer secret' } }]]),
      guards: new Map([...webhooks].map(([id, url]) => [id, { url, headers: {}, timeoutMs: 200 }])),
    },
    log: (sentence) => expect.unreachable(sentence),
    onEnd: (line) => void ended.push(line),
    onTrace: (trace) => void traces.push(trace),
  });
  closers.push(() => gateway.close(0));
  return { policy, gateway, mock, lines: ended, traces };
}

function ask({ gateway }: Serving, fields: object = {}, init: RequestInit = {}): Promise<Response> {
  return fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'any', messages: [{ role: 'user', content: 'What is due?' }], ...fields }),
    ...init,
    headers: { 'content-type': 'application/json', ...init.headers },
  });
}

const answering = (response: Response) => ['node', 'tier', 'attempts'].map((name) => response.headers.get(`x-gracefall-${name}`)).join(' ');

describe('faults of the provider', () => {
  test.each([
    ['works', {}, 'big 1 1', ['big']],
    ['fails once', { big: [{ does: 'status', status: 503 }] }, 'big 1 2', ['big', 'big']],
    ['is down', { big: [{ does: 'status', status: 503, times: 9 }] }, 'small 2 3', ['big', 'big', 'small']],
    ['hangs up', { big: [{ does: 'hang-up' }] }, 'big 1 2', ['big', 'big']],
    ['answers nonsense', { big: [{ does: 'malformed' }] }, 'big 1 2', ['big', 'big']],
    ['breaks off', { big: [{ does: 'cut' }] }, 'big 1 2', ['big', 'big']],
    ['stalls', { big: [{ does: 'stall', times: 2 }] }, 'small 2 3', ['big', 'big', 'small']],
    ['refuses the key', { big: [{ does: 'status', status: 401 }] }, 'small 2 2', ['big', 'small']],
    [
      'is down, and so is the other',
      { big: [{ does: 'hang-up', times: 9 }], small: [{ does: 'status', status: 500, times: 9 }] },
      'words 3 3',
      ['big', 'big', 'small'],
    ],
  ])('the provider %s', async (_, models, expected, called) => {
    const set = await serving(THREE_TIERS, { models });
    const response = await ask(set);
    expect(response.status).toBe(200);
    expect(answering(response)).toBe(expected);
    expect(set.mock.heard.map(({ model }) => model)).toEqual(called);
    const { choices } = (await response.json()) as { choices: { message: { content: string } }[] };
    expect(choices[0]!.message.content).toBe(
      expected.startsWith('words') ? 'We will come back to you.' : 'This is an answer of the mock upstream.',
    );
  });

  test('a Retry-After is waited for, and handed on when nothing else is left', async () => {
    const script = { models: { big: [{ does: 'status', status: 429, retryAfterS: 0.2 }] } };
    const waited = await serving(
      [
        ['entry', 'entry', {}, { next: 'retry' }],
        ['retry', 'retry', { maxRetries: 1, baseMs: 1, jitter: 'none' }, { next: 'big' }],
        ONE_MODEL[1]!,
      ],
      script,
    );
    expect((await ask(waited)).status).toBe(200);
    await vi.waitFor(() => expect(waited.traces).toHaveLength(1));
    const [first, second] = waited.traces[0]!.spans.filter(({ nodeId }) => nodeId === 'big');
    expect(first!.outcome).toBe('rate-limit');
    expect(second!.startMs - first!.endMs).toBeGreaterThanOrEqual(200);

    const refused = await ask(await serving(ONE_MODEL, script));
    expect(refused.status).toBe(429);
    expect([refused.headers.get('retry-after'), refused.headers.get('retry-after-ms')]).toEqual(['1', '200']);
    expect(await refused.json()).toMatchObject({ error: { type: 'rate_limit_error', code: 'rate-limit' } });
  });

  test('a breaker opens for real calls and is told of in healthz', async () => {
    const set = await serving(
      [
        ['entry', 'entry', {}, { next: 'breaker' }],
        ['breaker', 'breaker', { failureCount: 2, openForMs: 60_000 }, { next: 'big' }],
        ONE_MODEL[1]!,
      ],
      { models: { big: [{ does: 'status', status: 500, times: 9 }] } },
    );
    const codes = [];
    for (let i = 0; i < 3; i++) codes.push(((await (await ask(set)).json()) as { error: { code: string } }).error.code);
    expect(codes).toEqual(['server-error', 'server-error', 'rejected-by-breaker']);
    expect(await (await fetch(`${set.gateway.url}/healthz`)).json()).toMatchObject({
      status: 'ok',
      openRequests: 0,
      breakers: { breaker: 'open' },
    });
  });
});

describe('streams', () => {
  const events = async (response: Response) =>
    (await response.text())
      .split('\n\n')
      .filter((line) => line !== '')
      .map((line) => line.slice(6));
  const wordsOf = (lines: readonly string[]) =>
    lines
      .flatMap((line) =>
        line.startsWith('{')
          ? [(JSON.parse(line) as { choices?: { delta?: { content?: string } }[] }).choices?.[0]?.delta?.content ?? '']
          : [],
      )
      .join('');

  test('are passed on as they come, with nothing in them that was not asked for', async () => {
    const set = await serving(THREE_TIERS, { otherwise: [{ wordMs: 30 }] });
    const response = await ask(set, { stream: true });
    expect(response.headers.get('x-gracefall-node')).toBe('big');
    expect(set.lines, 'the headers come before the answer is whole').toEqual([]);
    const lines = await events(response);
    expect(wordsOf(lines)).toBe('This is an answer of the mock upstream.');
    expect(lines.at(-1)).toBe('[DONE]');
    expect(lines.join('')).not.toContain('usage');
    await vi.waitFor(() => expect(set.lines).toMatchObject([{ outcome: 'answered', tier: 1, attempts: 1 }]));
    expect(set.lines[0]!.usd, 'the usage was asked for behind the caller’s back').toBeGreaterThan(0);
  });

  test('fall back before they have begun', async () => {
    const set = await serving(THREE_TIERS, { models: { big: [{ does: 'status', status: 500, times: 2 }] } });
    const response = await ask(set, { stream: true });
    expect(response.headers.get('x-gracefall-node')).toBe('small');
    expect(wordsOf(await events(response))).toBe('This is an answer of the mock upstream.');
  });

  test('that break off are told so, recorded as malformed, and nothing else is tried', async () => {
    const set = await serving(THREE_TIERS, { models: { big: [{ does: 'cut', wordMs: 10 }] } });
    const response = await ask(set, { stream: true });
    expect(response.status).toBe(200);
    const lines = await events(response);
    expect(wordsOf(lines)).toBe('This is an answer ');
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ error: { code: 'malformed' } });
    await vi.waitFor(() => expect(set.lines).toMatchObject([{ outcome: 'malformed', attempts: 1 }]));
    expect(set.mock.heard).toHaveLength(1);
  });

  test('a template and an answer out of the cache are streamed to whoever asks for a stream', async () => {
    const words = await serving([['entry', 'entry', {}, { next: 'words' }], THREE_TIERS[5]!], {});
    expect(wordsOf(await events(await ask(words, { stream: true })))).toBe('We will come back to you.');
    const cached = await serving([['entry', 'entry', {}, { next: 'cache' }], ['cache', 'cache', {}, { next: 'big' }], ONE_MODEL[1]!], {});
    for (const stream of [true, false, true]) {
      const response = await ask(cached, { stream });
      const body = stream ? wordsOf(await events(response)) : await response.text();
      expect(body).toContain('This is an answer of the mock upstream.');
    }
    await ask(cached, { messages: [{ role: 'user', content: 'Something else?' }] });
    expect(cached.mock.heard).toHaveLength(2);
  });
});

describe('guards with a classifier behind them', () => {
  /** Says no to whatever holds the word, in a question or an answer. */
  async function classifier(): Promise<{ readonly url: string; readonly heard: string[] }> {
    const heard: string[] = [];
    const server = createServer((request, response) => {
      void (async () => {
        let text = '';
        for await (const part of request as AsyncIterable<Buffer>) text += part.toString('utf8');
        heard.push((JSON.parse(text) as { eventType: string }).eventType);
        if (text.includes('stall')) return;
        response.end(JSON.stringify({ verdict: !text.includes('secret') }));
      })();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(
      () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    );
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/check`, heard };
  }
  const GUARDED: readonly Line[] = [
    ['entry', 'entry', {}, { next: 'asked' }],
    ['asked', 'input-guard', { check: 'personal-data', action: 'block' }, { next: 'tiers' }],
    ['tiers', 'fallback', TIERS, { one: 'said', two: 'small', three: 'words' }],
    ['said', 'output-guard', { action: 'fall-back' }, { next: 'big' }],
    ...THREE_TIERS.slice(3),
  ];
  const saying = (content: string) => ({ messages: [{ role: 'user', content }] });

  test('block a question, fall back from an answer, pass nothing that nobody looked at, and hold a stream until it is whole', async () => {
    const { url, heard } = await classifier();
    const hooks = new Map([
      ['asked', url],
      ['said', url],
    ]);
    const set = await serving(GUARDED, { models: { big: [{}, { text: 'The secret is out.' }] } }, hooks);
    const streamed = await ask(set, { ...saying('What is due?'), stream: true });
    expect([streamed.headers.get('x-gracefall-attempts'), (await streamed.text()).includes('mock upstream')]).toEqual(['1', true]);
    expect(answering(await ask(set, saying('And now?')))).toBe('small 2 2');
    const blocked = await ask(set, saying('my secret'));
    expect(blocked.status).toBe(446);
    expect((await ask(set, saying('stall'))).status).toBe(446);
    expect(heard).toEqual([
      'beforeRequestHook',
      'afterRequestHook',
      'beforeRequestHook',
      'afterRequestHook',
      'beforeRequestHook',
      'beforeRequestHook',
    ]);
    expect(set.mock.heard.map(({ model }) => model)).toEqual(['big', 'big', 'small']);
  });
});

describe('the caller', () => {
  test('who hangs up ends the call at the provider', async () => {
    const set = await serving([ONE_MODEL[0]!, ['big', 'model', { providerId: 'acme', model: 'big' }]], { otherwise: [{ does: 'stall' }] });
    const controller = new AbortController();
    const asked = ask(set, {}, { signal: controller.signal });
    await vi.waitFor(() => expect(set.mock.heard).toHaveLength(1));
    controller.abort();
    await expect(asked).rejects.toThrow();
    await vi.waitFor(() => expect(set.mock.heard[0]!.wasDropped).toBe(true));
    await vi.waitFor(() => expect(set.lines).toMatchObject([{ outcome: 'cancelled' }]));
  });

  test('is told what is wrong with a request, in the form of OpenAI’s errors', async () => {
    const set = await serving(ONE_MODEL, {});
    const wrong = async (asked: Promise<Response>) => {
      const response = await asked;
      const { error } = (await response.json()) as { error: { message: string } };
      return `${response.status} ${error.message}`;
    };
    expect(await wrong(ask(set, { messages: [] }))).toMatch(/^400 messages: /);
    expect(await wrong(ask(set, {}, { body: '{' }))).toMatch(/^400 The body is no JSON/);
    expect(await wrong(ask(set, {}, { headers: { 'content-type': 'text/plain' } }))).toMatch(/^415 /);
    expect(await wrong(ask(set, {}, { headers: { origin: 'https://evil.example' } }))).toMatch(/^403 /);
    expect(await wrong(ask(set, {}, { headers: { 'x-gracefall-capability': 'billing' } }))).toMatch(
      /^400 There is no capability “billing”/,
    );
    expect(await wrong(ask(set, {}, { headers: { 'x-gracefall-metadata': 'plan=paid' } }))).toMatch(/^400 x-gracefall-metadata/);
    expect(await wrong(ask(set, { messages: [{ role: 'user', content: 'x'.repeat(11_000_000) }] }))).toMatch(/^413 /);
    expect(set.mock.heard).toEqual([]);
  });

  test('who names another host is refused: a page may send to loopback too', async () => {
    const { gateway } = await serving(ONE_MODEL, {});
    const status = await new Promise<number>((resolve, reject) => {
      httpRequest({ host: '127.0.0.1', port: gateway.port, path: '/v1/models', headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });

  test('is sent by metadata and user where a router and a limit say', async () => {
    const set = await serving(
      [
        ['entry', 'entry', {}, { next: 'limit' }],
        ['limit', 'rate-limit', { scope: 'user', requestsPerMin: 1, burst: 1 }, { next: 'router' }],
        [
          'router',
          'router',
          { routes: [{ id: 'paid', condition: 'metadata', key: 'plan', values: 'paid' }] },
          { paid: 'big', otherwise: 'small' },
        ],
        THREE_TIERS[3]!,
        THREE_TIERS[4]!,
      ],
      {},
    );
    expect(answering(await ask(set, { user: 'ann' }, { headers: { 'x-gracefall-metadata': '{"plan":"paid"}' } }))).toBe('big 1 1');
    expect(answering(await ask(set, { user: 'bob', metadata: { plan: 'free' } }))).toBe('small 2 1');
    expect((await ask(set, { user: 'ann' })).status).toBe(429);
  });
});

test('what was served is read back by the import: the same calls, models, tokens and ends', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gracefall-spans-test-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  const set = await serving(THREE_TIERS, { models: { big: [{ does: 'status', status: 503, times: 3 }] } });
  const path = join(folder, 'served.jsonl');
  const sink = await spansTo({
    run: set.gateway.traced,
    policy: set.policy,
    startUnixMs: set.gateway.startUnixMs,
    file: { path, mayReplace: false },
    log: (sentence) => expect.unreachable(sentence),
  });
  // One after the other, so that the order is known.
  for (const user of ['ann', 'bob']) await ask(set, { user });
  await vi.waitFor(() => expect(set.traces).toHaveLength(2));
  for (const trace of set.traces) sink.write(trace);
  await sink.close();
  expect((await readFile(path, 'utf8')).trimEnd().split('\n')).toHaveLength(2);
  const loaded = await loadTraffic(path);
  if (!loaded.ok) throw new Error(loaded.error.message);
  const { traffic, rejected } = loaded.value;
  expect(rejected).toEqual([]);
  const { outcome, model, provider } = traffic.recorded!;
  const rows = Array.from({ length: traffic.requestCount }, (_, row) => [
    model!.values[model!.codes[row]!],
    provider!.values[provider!.codes[row]!],
    outcome[row] === NOT_RECORDED ? 'unknown' : outcome[row] === 0 ? 'answered' : failureOf(outcome[row]!),
    traffic.inputTokens[row],
    traffic.outputTokens[row],
  ]);
  const spans = set.traces.flatMap((trace) => trace.spans.filter(({ nodeId }) => nodeId === 'big' || nodeId === 'small'));
  expect(rows.map(([name, by, ended]) => [name, by, ended])).toEqual(spans.map(({ nodeId, outcome: ended }) => [nodeId, 'acme', ended]));
  // A call that failed has no tokens, and the import says what it takes instead.
  const answered = rows.filter((row) => row[2] === 'answered').map((row) => [row[3], row[4]]);
  expect(answered).toEqual(spans.flatMap(({ tokens }) => (tokens === undefined ? [] : [[tokens.prompt, tokens.completion]])));
  expect(answered).toHaveLength(2);
  expect(Array.from(traffic.user ?? [], (user) => traffic.users[user])).toEqual(['ann', 'ann', 'ann', 'bob', 'bob']);
});

test('spans go to a receiver of OTLP, and one that is not there is told of once and holds nothing up', async () => {
  const heard: unknown[] = [];
  const receiver = createServer((request, response) => {
    void (async () => {
      let text = '';
      for await (const part of request as AsyncIterable<Buffer>) text += part.toString('utf8');
      heard.push([request.url, Object.keys(JSON.parse(text) as object)]);
      response.end('{}');
    })();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  const set = await serving(ONE_MODEL, {});
  const said: string[] = [];
  const to = () =>
    spansTo({ run: set.gateway.traced, policy: set.policy, startUnixMs: 0, endpoint, log: (sentence) => void said.push(sentence) });
  await ask(set);
  await vi.waitFor(() => expect(set.traces).toHaveLength(1));
  const sink = await to();
  for (const trace of [...set.traces, ...set.traces]) sink.write(trace);
  await sink.close();
  expect(heard).toEqual([
    ['/v1/traces', ['resourceSpans']],
    ['/v1/traces', ['resourceSpans']],
  ]);
  receiver.closeAllConnections();
  await new Promise<void>((resolve) => receiver.close(() => resolve()));
  const nobody = await to();
  for (const trace of [...set.traces, ...set.traces]) nobody.write(trace);
  await nobody.close();
  expect(said).toEqual([expect.stringContaining('could not be reached for traces')]);
});
