import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Served, serve } from './serve.ts';

let base: string;
let served: Served;
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'gracefall-serve-')));
  for (const folder of ['work', 'pages/assets', 'policies']) await mkdir(join(base, folder), { recursive: true });
  await writeFile(join(base, 'pages/index.html'), '<!doctype html>the app');
  await writeFile(join(base, 'pages/assets/app.js'), 'app()');
  await writeFile(join(base, 'secret.json'), '{"secret":true}');
  await symlink(join(base, 'secret.json'), join(base, 'pages/leak.json'));
  served = await serve({
    workspace: join(base, 'work'),
    rendererFolder: join(base, 'pages'),
    dataFolder: join(base, 'data'),
    policiesFolder: join(base, 'policies'),
    log: () => undefined,
  });
});
afterEach(async () => {
  await served.close();
  await rm(base, { recursive: true, force: true });
});

const token = (): string => new URL(served.url).searchParams.get('token') ?? '';

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Record<string, string | string[] | undefined>;
}

/** `fetch` would tidy the path and choose Host itself, and both are what is tested here. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: served.port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

async function cookie(): Promise<string> {
  const answer = await get(`/?token=${token()}`);
  return (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
}

describe('the address with the token', () => {
  it('is exchanged for a strict, script-proof cookie, and leaves the address bar', async () => {
    const answer = await get(`/?token=${token()}&open=%2Fa.policy.json`);
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toBe('/?open=%2Fa.policy.json');
    expect(answer.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    const page = await get('/', { cookie: await cookie() });
    expect(page).toMatchObject({ status: 200, body: '<!doctype html>the app' });
  });

  it('comes with a policy that lets nothing foreign in', async () => {
    const { headers } = await get('/', { cookie: await cookie() });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe-eval');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('what is refused', () => {
  it.each(['/', '/?token=', '/?token=wrong', '/assets/app.js'])('%s without the right token', async (path) => {
    expect(await get(path)).toMatchObject({ status: 401, body: expect.stringContaining('lacks the token') });
    expect((await get(path, { cookie: `gracefall-${served.port}=${'x'.repeat(43)}` })).status).toBe(401);
  });

  it.each(['evil.example', 'evil.example:80', `127.0.0.1.evil.example:80`, '127.0.0.1'])('Host %s', async (host) => {
    expect((await get(`/?token=${token()}`, { host })).status).toBe(403);
  });

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])('Origin %s', async (origin) => {
    expect((await get('/', { cookie: await cookie(), origin })).status).toBe(403);
  });

  it('a picture or script that a foreign page embeds', async () => {
    expect(
      (await get('/assets/app.js', { cookie: await cookie(), 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).status,
    ).toBe(403);
  });

  it.each([
    '/../secret.json',
    '/assets/../../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/..%5csecret.json',
    '/leak.json',
    '/assets',
    '/index.html%00.js',
    '/%',
    '//etc/passwd',
  ])('%s', async (path) => {
    const answer = await get(path, { cookie: await cookie() });
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret"');
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s', async (method) => {
    expect((await get('/', { cookie: await cookie() }, method)).status).toBe(405);
  });
});

/** `open`, or the status with which the upgrade was refused. */
function knock(path: string, headers: Record<string, string> = {}): Promise<'open' | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${served.port}${path}`, { headers });
    socket.on('open', () => {
      socket.close();
      resolve('open');
    });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => undefined);
  });
}

describe('the WebSocket', () => {
  const own = (): string => `http://127.0.0.1:${served.port}`;

  it('opens for our page with its cookie, and for a program with the token', async () => {
    expect(await knock('/rpc', { cookie: await cookie(), origin: own() })).toBe('open');
    expect(await knock(`/rpc?token=${token()}`)).toBe('open');
  });

  it('stays shut for a foreign page, even one that the browser gave the cookie', async () => {
    expect(await knock('/rpc', { cookie: await cookie(), origin: 'https://evil.example' })).toBe(403);
    expect(await knock(`/rpc?token=${token()}`, { origin: 'https://evil.example' })).toBe(403);
  });

  it('stays shut without the token, at other paths, and under another Host', async () => {
    expect(await knock('/rpc', { origin: own() })).toBe(401);
    expect(await knock('/rpc?token=wrong', { origin: own() })).toBe(401);
    expect(await knock('/rpc', { cookie: await cookie() })).toBe(401);
    expect(await knock('/other', { cookie: await cookie(), origin: own() })).toBe(404);
    expect(await knock(`/rpc?token=${token()}`, { host: 'evil.example' })).toBe(403);
  });
});

describe('the port', () => {
  it('that is taken is said', async () => {
    await expect(
      serve({ workspace: base, port: served.port, rendererFolder: base, dataFolder: base, policiesFolder: base }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('a file dropped on the page', () => {
  const send = (name: string, headers: Record<string, string>) => get(`/dropped?name=${encodeURIComponent(name)}`, headers, 'POST');

  it('is taken from our own page alone', async () => {
    const origin = `http://127.0.0.1:${served.port}`;
    expect((await send('a.csv', { origin, 'content-length': '0' })).status).toBe(401);
    expect((await send('a.csv', { cookie: await cookie(), 'content-length': '0' })).status).toBe(401);
    expect((await send('a.csv', { cookie: await cookie(), origin: 'http://evil.example', 'content-length': '0' })).status).toBe(403);
  });

  it('is answered with where its copy is, which lies in the app’s own folder and goes when the app ends', async () => {
    const headers = { origin: `http://127.0.0.1:${served.port}`, cookie: await cookie(), 'content-length': '0' };
    const answer = await send('../a.csv', headers);
    expect(answer.status).toBe(200);
    const { path } = JSON.parse(answer.body) as { path: string };
    expect(path.startsWith(join(base, 'data', 'dropped'))).toBe(true);
    expect(existsSync(path)).toBe(true);
    await served.close();
    expect(existsSync(path)).toBe(false);
  });
});
