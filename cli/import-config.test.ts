import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CLOUDFLARE_ROUTE, LITELLM_CONFIG, PORTKEY_CONFIG } from '../test/fixtures/gateway-configs.ts';
import { gracefallIn } from '../test/fixtures/gracefall.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gracefall-config-')));
  await writeFile(join(folder, 'litellm.yaml'), LITELLM_CONFIG);
  await writeFile(join(folder, 'portkey.json'), PORTKEY_CONFIG);
  await writeFile(join(folder, 'route.json'), CLOUDFLARE_ROUTE);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const gracefall = (args: string) => gracefallIn(folder, args);

test('a config becomes a policy that every other command takes, without a key of the file anywhere', async () => {
  const { code, out } = await gracefall('import-config litellm.yaml --out mine.policy.json');
  expect(code).toBe(0);
  expect(out).toContain('litellm.yaml:12  model_list[1].litellm_params.temperature: No part of a policy');
  expect(out).toContain('litellm.yaml:5  model_list[0].litellm_params.api_key; exports read it from os.environ/OPENAI_API_KEY');
  const written = await readFile(join(folder, 'mine.policy.json'), 'utf8');
  expect(out + written).not.toContain('made-up');
  const validated = await gracefall('validate mine.policy.json');
  expect([validated.code, validated.out]).toEqual([0, expect.stringContaining('litellm: ')]);
  expect((await gracefall('export mine.policy.json --target portkey --leave-out --out mine.portkey.json')).code).toBe(0);
  const places = Object.values(JSON.parse(written).layout.nodes as Record<string, { x: number; y: number }>).map(({ x, y }) => `${x} ${y}`);
  expect(new Set(places).size).toBe(places.length);
});

test.each(['litellm.yaml', 'portkey.json', 'route.json'])('what was read of %s as JSON', async (file) => {
  const { code, out } = await gracefall(`import-config ${file} --name Support --json`);
  const report = JSON.parse(out);
  expect([code, report.ok, report.policy.name]).toEqual([0, true, 'Support']);
  expect(Object.keys(report.origins).length).toBeGreaterThan(3);
});

test('validate reads a config too, and ends with 2 for what is none', async () => {
  const { code, out } = await gracefall('validate litellm.yaml');
  expect(code).toBe(0);
  expect(out).toContain('litellm/one-deployment-never-cools');
  await writeFile(join(folder, 'bad.json'), PORTKEY_CONFIG.replace('"default": "shared"', '"other": 1'));
  expect((await gracefall('validate bad.json')).code).toBe(1);
  await writeFile(join(folder, 'broken.yaml'), 'model_list:\n  - model_name: [');
  const broken = await gracefall('import-config broken.yaml');
  expect([broken.code, broken.err]).toEqual([2, expect.stringContaining('broken.yaml: Line 2')]);
  const there = await gracefall('import-config litellm.yaml --out portkey.json');
  expect([there.code, there.err]).toEqual([2, expect.stringContaining('is not a policy')]);
});
