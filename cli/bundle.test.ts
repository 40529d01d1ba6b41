import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installationFolder, trafficCsv } from '../host/index.ts';
import { smallPolicyText, smallTraffic, smallTrafficSpec } from '../test/fixtures/small-policy.ts';

/** The program as it is installed: one bundle, its worker beside it, real streams and signals. */

const program = join(installationFolder, 'dist/node/gracefall.js');
const isBuilt = existsSync(program) && existsSync(join(installationFolder, 'dist/node/simulation-worker.js'));
if (!isBuilt) console.warn('The bundle of the CLI is not built, so it is not tested: run npm run build first.');

describe.skipIf(!isBuilt)('the bundled program', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gracefall-bundle-'));
    await writeFile(join(folder, 'small.policy.json'), smallPolicyText);
    await writeFile(join(folder, 'log.csv'), trafficCsv(smallTraffic));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const environment = (): NodeJS.ProcessEnv => ({ ...process.env, GRACEFALL_DATA_FOLDER: join(folder, 'data') });
  const gracefall = (...args: string[]) =>
    spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8', env: environment(), maxBuffer: 64 * 1024 * 1024 });

  it('gives the same bytes for one worker thread and two', () => {
    const simulate = (workers: string) =>
      gracefall(
        'simulate',
        'small.policy.json',
        '--traffic',
        'log.csv',
        '--scenario',
        'calm',
        '--replications',
        '3',
        '--workers',
        workers,
        '--json',
      );
    const one = simulate('1');
    expect(one.status).toBe(0);
    // Nothing but what the rules say of this breaker under this traffic.
    expect(one.stderr).toMatch(/^warning .* traffic\/breaker-trips-on-ordinary-errors\n$/);
    expect(JSON.parse(one.stdout).replications).toBe(3);
    expect(simulate('2').stdout).toBe(one.stdout);
  });

  it('ends with 2 and one sentence, not a stack, on input that cannot be used', () => {
    const { status, stdout, stderr } = gracefall('validate', 'no.policy.json');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('ends with 130, nothing written, when Ctrl-C comes', async () => {
    const home = join(folder, 'home');
    await mkdir(home);
    await writeFile(join(home, 'small.policy.json'), smallPolicyText);
    await writeFile(join(folder, 'long.spec.json'), JSON.stringify({ ...smallTrafficSpec, durationMs: 86_400_000 }));
    expect(gracefall('generate', 'long.spec.json', '--out', join('home', 'traffic.csv')).status).toBe(0);
    const child = spawn(
      process.execPath,
      [program, 'simulate', 'home/small.policy.json', '--replications', '1000', '--out', 'x.run.json'],
      {
        cwd: folder,
        env: environment(),
      },
    );
    // It says whose traffic it uses when its own handling of signals is long in place.
    await once(child.stderr, 'data');
    child.kill('SIGINT');
    expect((await once(child, 'exit'))[0]).toBe(130);
    expect(await readdir(folder)).not.toContain('x.run.json');
  });

  it('serves the app until it is told to end', async () => {
    const child = spawn(process.execPath, [program, 'app', 'small.policy.json', '--no-open'], { cwd: folder, env: environment() });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const url = String((await lines.next()).value).replace('Gracefall is at ', '');
    const answer = await fetch(url, { redirect: 'manual' });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(`/?open=${encodeURIComponent(join(folder, 'small.policy.json'))}`);
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(0);
  });
});
