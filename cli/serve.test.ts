import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { writePolicy } from '../shared/format/index.ts';
import { smallPolicy } from '../test/fixtures/small-policy.ts';
import { run } from './run.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gracefall-serve-cli-'));
  await writeFile(join(folder, 'small.policy.json'), writePolicy(smallPolicy));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function started(args: readonly string[], environment: Record<string, string> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const interrupt = new AbortController();
  const ended = run(args, {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    outIsTerminal: false,
    errIsTerminal: false,
    environment,
    folder,
    signal: interrupt.signal,
  });
  const address = (): Promise<string> =>
    vi.waitFor(() => /http:\S+/.exec(out.join('\n'))?.[0] ?? expect.unreachable(`no address: ${err.join('\n')}`), { timeout: 5_000 });
  return { out, err, interrupt, ended, address };
}

const ask = (base: string) =>
  fetch(`${base}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    // A simulated model takes as long as its answer is.
    body: JSON.stringify({ model: 'Support', max_tokens: 1, messages: [{ role: 'user', content: 'Hello?' }] }),
  });

test('a game day on one machine: a provider that fails on command, the policy in front of it, and its spans in a file', async () => {
  await writeFile(join(folder, 'outage.json'), JSON.stringify({ models: { big: [{ does: 'status', status: 503, times: 9 }] } }));
  const mock = started(['mock-upstream', 'outage.json', '--port', '0']);
  const upstream = await mock.address();
  const served = started(['serve', 'small.policy.json', '--port', '0', '--traces', 'served.jsonl'], {
    OPENAI_BASE_URL: upstream,
    ANTHROPIC_BASE_URL: upstream,
  });
  const response = await ask(await served.address());
  expect([response.status, response.headers.get('x-gracefall-node')]).toEqual([200, 'cheap']);
  served.interrupt.abort();
  expect(await served.ended).toBe(0);
  mock.interrupt.abort();
  expect(await mock.ended).toBe(0);
  expect(served.out.at(-1)).toMatch(/^#0 {2}Support {2}tier 2 by cheap {2}\d+ ms {2}2 attempts/);
  expect(mock.out.slice(1)).toEqual(['big  status 503', 'cheap  answer']);
  const again = started(['import', 'served.jsonl', '--json']);
  expect(await again.ended).toBe(0);
  expect(JSON.parse(again.out.join('\n'))).toMatchObject({ summary: { requestCount: 2 } });
  expect(await readFile(join(folder, 'served.jsonl'), 'utf8')).not.toContain('Hello?');
});

test('with simulated models nobody is called', async () => {
  const served = started(['serve', 'small.policy.json', '--port', '0', '--mock', '--quiet']);
  expect((await ask(await served.address())).status).toBe(200);
  expect(served.err[0]).toBe('Every model is simulated: no provider is called, and answers are placeholder text.');
  served.interrupt.abort();
  expect(await served.ended).toBe(0);
  expect(served.out).toHaveLength(1);
});

test.each([
  [['small.policy.json'], 2, 'It was not said where provider anthropic is'],
  [['small.policy.json', '--mock', '--upstreams', 'outage.json'], 2, '--mock calls nobody'],
  [['small.policy.json', '--mock', '--scenario', 'no-such'], 2, 'There is neither a scenario file nor a scenario named'],
  [['small.policy.json', '--mock', '--port', '0', '--traces', 'small.policy.json'], 2, 'which this command reads'],
  [['small.policy.json', '--mock', '--otlp-endpoint', 'here'], 2, 'which is no address'],
])('serve %j is refused with a sentence', async (args, code, sentence) => {
  const refused = started(['serve', ...args]);
  expect(await refused.ended).toBe(code);
  expect(refused.err.join('\n')).toContain(sentence);
});
