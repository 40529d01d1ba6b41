import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readScenario } from '../shared/format/index.ts';
import { gracefallIn } from '../test/fixtures/gracefall.ts';
import { smallPolicyText } from '../test/fixtures/small-policy.ts';

let folder: string;
const gracefall = (args: string) => gracefallIn(folder, args);

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gracefall-incident-')));
  await writeFile(join(folder, 'small.policy.json'), smallPolicyText);
  // One call a second for an hour and a half; from minute 30 to 45 every second one fails.
  const rows = Array.from({ length: 5400 }, (_, s) => {
    const isError = s >= 1800 && s < 2700 && s % 2 === 0;
    return `${new Date(Date.UTC(2026, 10, 2) + s * 1000).toISOString()},500,${isError ? 0 : 80},${isError ? 90 : 700 + (s % 7) * 40},${isError ? 500 : 200},big`;
  });
  await writeFile(join(folder, 'gateway.csv'), `timestamp,input_tokens,output_tokens,latency_ms,status_code,model\n${rows.join('\n')}\n`);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a window becomes a scenario file that can be rehearsed; a calm one ends with 1, a wrong one with 2', async () => {
  const made = await gracefall('incident gateway.csv --policy small.policy.json --window 20:00..55:00 --out outage.scenario.json');
  expect(made.code).toBe(0);
  expect(made.out).toContain('ended in server error (50 %), outside the window 0 %');
  const read = readScenario(await readFile(join(folder, 'outage.scenario.json'), 'utf8'));
  if (!read.ok) throw new Error(read.error.message);
  const [event, ...more] = read.value.events;
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    target: { kind: 'model', providerId: 'openai', model: 'big' },
    startMs: 1_800_000,
    durationMs: 900_000,
    effect: { kind: 'outage', share: 0.5, failure: 'server-error' },
  });
  const calm = await gracefall('incident gateway.csv --policy small.policy.json --window 50:00..1:10:00');
  expect(calm.code).toBe(1);
  expect(calm.out).toContain('no scenario was made');
  expect((await gracefall('incident gateway.csv --policy small.policy.json --window noon..55:00')).code).toBe(2);
});
