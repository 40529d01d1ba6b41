import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gracefallIn } from '../fixtures/gracefall.ts';
import { smallPolicyText } from '../fixtures/small-policy.ts';

/** One more target is one folder and one line of the registry; nothing else of the product knows of it. */
vi.mock('../../shared/gateways/all.ts', async (original) => {
  const all = await original<typeof import('../../shared/gateways/all.ts')>();
  const { ninthGateway } = await import('./ninth-target/index.ts');
  return {
    ...all,
    gateways: new Map([...all.gateways, [ninthGateway.id, ninthGateway]]),
    dialects: new Map([...all.dialects, [ninthGateway.id, ninthGateway.dialect]]),
  };
});

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gracefall-ninth-')));
  await writeFile(join(folder, 'small.policy.json'), smallPolicyText);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const text = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');

test('the command line offers it, writes its file and says beside it what it leaves out', async () => {
  const { code, err } = await gracefallIn(folder, 'export small.policy.json --target ninth --out small.ninth.txt');
  expect(code).toBe(0);
  expect(err).toContain('Ninth has no breaker.');
  expect(err).toContain('gracefall compare small.policy.json --dialect ninth');
  expect(await text('small.ninth.txt')).toMatch(/\n$/);
  expect(JSON.parse(await text('small.ninth.fidelity.json'))).toMatchObject({ target: { id: 'ninth' } });
});

test('a policy can be rehearsed as it would run it', async () => {
  const { code, out, err } = await gracefallIn(folder, 'simulate --help');
  expect(code, err).toBe(0);
  expect(out).toContain('ninth');
});

test('the drawing can be seen through it', async () => {
  const { documentStore, findingsStore, gatewayViewStore, keepFindingsCurrent, keepGatewayViewCurrent, lookThroughGateway } = await import(
    '../../renderer/state/index.ts'
  );
  const { readPolicy } = await import('../../shared/format/index.ts');
  const read = readPolicy(smallPolicyText);
  if (!read.ok) throw new Error(read.error.message);
  const stops = [keepFindingsCurrent(), keepGatewayViewCurrent()];
  documentStore.getState().open(read.value.document, { path: null, sha256: null } as never);
  expect(findingsStore.getState().checked).not.toBeNull();
  lookThroughGateway('ninth');
  expect(gatewayViewStore.getState().fidelity?.get('guard')).toMatchObject({ fidelity: 'not-expressible' });
  lookThroughGateway(null);
  for (const stop of stops) stop();
});
