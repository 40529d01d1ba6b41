import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { trafficCsv } from '../host/index.ts';
import { readPolicy } from '../shared/format/index.ts';
import { gracefallIn } from '../test/fixtures/gracefall.ts';
import { smallPolicyText, smallTraffic } from '../test/fixtures/small-policy.ts';

let folder: string;
const gracefall = (args: string) => gracefallIn(folder, args);

/** Calls of one model, the second half `slowdown` times as slow. */
async function gatewayLog(model: string, slowdown: number): Promise<void> {
  let state = 42;
  const u = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  let atMs = Date.UTC(2026, 10, 2);
  const rows = Array.from({ length: 6000 }, (_, i) => {
    atMs += Math.ceil(-700 * Math.log(u()));
    const tokens = Math.floor(20 - 100 * Math.log(u()));
    const latencyMs = (150 * u() ** (-1 / 3) + 9 * tokens) * (i < 3000 ? 1 : slowdown);
    const isError = u() < 0.02;
    return `${new Date(atMs).toISOString()},500,${isError ? 0 : tokens},${(isError ? 90 : latencyMs).toFixed(1)},${isError ? 500 : 200},${model}`;
  });
  await writeFile(join(folder, 'gateway.csv'), `timestamp,input_tokens,output_tokens,latency_ms,status_code,model\n${rows.join('\n')}\n`);
}

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gracefall-calibrate-')));
  await writeFile(join(folder, 'small.policy.json'), smallPolicyText);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const modelOfSmall = (): string => {
  const { nodes } = JSON.parse(smallPolicyText).policy;
  return nodes.find(({ kind }: { kind: string }) => kind === 'model').config.model;
};

test('a log is fitted, believed, and the policy with its models written', async () => {
  await gatewayLog(`openai/${modelOfSmall()}`, 1);
  const { code, out } = await gracefall('calibrate gateway.csv');
  expect(code).toBe(0);
  expect(out).toMatch(/P95 of answers.*holds/);
  expect(out).toContain('Believe it.');
  const written = await gracefall('calibrate gateway.csv --policy small.policy.json --out fitted.policy.json --json');
  const { models, nodes } = JSON.parse(written.out);
  expect(models[0].failures['server-error']).toBeCloseTo(0.02, 2);
  expect(nodes.length).toBeGreaterThan(0);
  const read = readPolicy(await readFile(join(folder, 'fitted.policy.json'), 'utf8'));
  if (!read.ok) throw new Error(read.error.message);
  const fitted = read.value.document.policy.nodes.find(({ id }) => id === nodes[0].nodeId)!;
  expect(fitted.config).toMatchObject({ latencyShape: 'measured' });
  expect(fitted.config['outputTokensPerS']).toBeCloseTo(1000 / 9, -1);
});

test('a second half that is not predicted ends with 1 and says so; a log without outcomes with 2', async () => {
  await gatewayLog('m', 3);
  const wrong = await gracefall('calibrate gateway.csv');
  expect(wrong.code).toBe(1);
  expect(wrong.out).toMatch(/Do not believe it\..*too low/);
  await writeFile(join(folder, 'bare.csv'), trafficCsv(smallTraffic));
  const bare = await gracefall('calibrate bare.csv');
  expect(bare.code).toBe(2);
  expect(bare.err).toContain('does not record how requests ended');
  expect((await gracefall('calibrate gateway.csv --out x.policy.json')).code).toBe(2);
});
