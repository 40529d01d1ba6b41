import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from './free-port.ts';

export interface RunningGateway {
  readonly url: string;
  close(): void;
}

/** Starts the real gateway, installed in that folder by scripts/test-gateways.mjs. It binds every interface and has no switch for it: run it where nothing else can reach it. */
export async function startPortkey(folder: string): Promise<RunningGateway> {
  const port = await freePort();
  const child: ChildProcess = spawn(
    process.execPath,
    ['--max-http-header-size=65536', `${folder}/node_modules/@portkey-ai/gateway/build/start-server.js`, `--port=${port}`, '--headless'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  child.stdout?.on('data', (chunk) => (said += chunk));
  child.stderr?.on('data', (chunk) => (said += chunk));
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`the gateway ended with ${child.exitCode}: ${said}`);
    if (await answers(url)) return { url, close: () => child.kill() };
    await Promise.race([once(child, 'exit'), new Promise((resolve) => setTimeout(resolve, 100))]);
  }
  child.kill();
  throw new Error(`the gateway did not answer within 20 s: ${said}`);
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
