import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import type { RunningGateway } from './portkey-gateway.ts';

/** The proxy does not start without one, and refuses a weak one. Of no use elsewhere. */
export const MASTER_KEY = 'sk-of-a-proxy-on-loopback-3f9c27';

const SLOWEST_START_MS = 90_000;

/** Starts the real proxy, whose virtual environment scripts/test-gateways.mjs has made, without a database and without a network. */
export async function startLitellm(executable: string, config: string): Promise<RunningGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'gracefall-litellm-'));
  await writeFile(join(folder, 'config.yaml'), config);
  const port = await freePort();
  const child: ChildProcess = spawn(
    executable,
    ['--config', join(folder, 'config.yaml'), '--host', '127.0.0.1', '--port', String(port), '--telemetry', 'False'],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH ?? '',
        HOME: folder,
        LITELLM_MASTER_KEY: MASTER_KEY,
        // Else it asks for prices on the internet at its start.
        LITELLM_LOCAL_MODEL_COST_MAP: 'True',
        LITELLM_LOG: 'ERROR',
      },
    },
  );
  let said = '';
  const keep = (chunk: Buffer) => (said = (said + chunk).slice(-4_000));
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const close = () => {
    child.kill();
    void rm(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  const giveUpAt = Date.now() + SLOWEST_START_MS;
  while (Date.now() < giveUpAt) {
    if (child.exitCode !== null) throw new Error(`LiteLLM ended with ${child.exitCode}: ${said}`);
    const isThere = await fetch(`${url}/health/liveliness`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return { url, close };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  close();
  throw new Error(`LiteLLM did not answer within ${SLOWEST_START_MS / 1000} s: ${said}`);
}
