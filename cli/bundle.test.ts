import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
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
        'surge-3x',
        '--replications',
        '3',
        '--workers',
        workers,
        '--json',
      );
    const one = simulate('1');
    expect(one).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(one.stdout).replications).toBe(3);
    expect(simulate('2').stdout).toBe(one.stdout);
  });

  it('ends with 2 and one sentence, not a stack, on input that cannot be used', () => {
    const { status, stdout, stderr } = gracefall('validate', 'no.policy.json');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('ends at once, with 130 and nothing written, when Ctrl-C comes during a run', async () => {
    await writeFile(join(folder, 'long.spec.json'), JSON.stringify({ ...smallTrafficSpec, durationMs: 86_400_000, requestsPerS: 5 }));
    expect(gracefall('generate', 'long.spec.json', '--out', 'long.csv').status).toBe(0);
    const child = spawn(
      process.execPath,
      [program, 'simulate', 'small.policy.json', '--traffic', 'long.csv', '--replications', '1000', '--out', 'x.run.json'],
      {
        cwd: folder,
        env: environment(),
      },
    );
    // The traffic's notes are no sign of the run; a warning of the policy may be. Interrupt once the process has loaded its bundle.
    await once(child, 'spawn');
    await untilListening(child);
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(130);
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

/** Waits until the child has put its own end to Ctrl-C in place, which Linux tells in its signal mask. */
async function untilListening(child: ChildProcess): Promise<void> {
  const { readFile } = await import('node:fs/promises');
  for (;;) {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    const caught = BigInt(`0x${/^SigCgt:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '2'}`);
    if (caught & 2n) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
