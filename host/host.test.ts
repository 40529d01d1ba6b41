import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { verifyNative } from '../shared/gateways/index.ts';
import { CALM } from '../shared/model/index.ts';
import type { GracefallContract } from '../shared/rpc/index.ts';
import { smallPolicyText, smallTraffic } from '../test/fixtures/small-policy.ts';
import { sha256Of } from './files/index.ts';
import { type Served, serve } from './server/index.ts';
import { trafficCsv } from './traffic/index.ts';

/** The whole contract as a renderer meets it: through the browser shell's WebSocket. */

let base: string;
let workspace: string;
let served: Served;
let socket: WebSocket;
let host: ContractRouterClient<GracefallContract>;
const sentences: string[] = [];

async function start(): Promise<void> {
  served = await serve({
    workspace,
    rendererFolder: base,
    dataFolder: join(base, 'data'),
    policiesFolder: join(base, 'policies'),
    log: (s) => sentences.push(s),
  });
  socket = new WebSocket(`ws://127.0.0.1:${served.port}/rpc${new URL(served.url).search}`);
  host = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
}
async function end(): Promise<void> {
  socket.terminate();
  await served.close();
}
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'gracefall-host-')));
  workspace = join(base, 'work');
  await mkdir(workspace);
  await mkdir(join(base, 'policies'));
  sentences.length = 0;
  await start();
});
afterEach(async () => {
  await end();
  await rm(base, { recursive: true, force: true });
});

const inWork = (name: string): string => join(workspace, name);

describe('a document', () => {
  it('is saved, opened, changed outside, and saved only knowingly', async () => {
    const path = inWork('a.policy.json');
    const saved = await host.files.save({ path, text: 'one', expectedSha256: null, mayReplace: false });
    expect(saved).toEqual({ ok: true, path, sha256: sha256Of('one') });
    expect(await host.files.open({ path })).toEqual({ ok: true, path, text: 'one', sha256: sha256Of('one'), isReadOnly: false });
    const changes = await host.files.watch({ path });
    const first = changes.next();
    // Another window may have the same file open, so a save is told too; the window that saved knows the hash.
    await host.files.save({ path, text: 'two', expectedSha256: sha256Of('one'), mayReplace: false });
    expect((await first).value).toEqual({ sha256: sha256Of('two') });
    const second = changes.next();
    await writeFile(path, 'pulled');
    expect((await second).value).toEqual({ sha256: sha256Of('pulled') });
    await changes.return?.();
    const clash = await host.files.save({ path, text: 'three', expectedSha256: sha256Of('two'), mayReplace: false });
    expect(clash).toMatchObject({ ok: false, reason: 'changed-outside' });
    expect(await readFile(path, 'utf8')).toBe('pulled');
    expect(await host.files.save({ path, text: 'three', expectedSha256: sha256Of('two'), mayReplace: true })).toMatchObject({ ok: true });
  });

  it('cannot be read or written outside the workspace by any call that takes a path', async () => {
    const path = join(base, 'secret.json');
    await writeFile(path, 'secret');
    const outside = { ok: false, reason: 'outside-workspace' };
    expect(await host.files.open({ path })).toMatchObject(outside);
    expect(await host.files.list({ folder: base, extensions: [] })).toMatchObject(outside);
    expect(await host.files.save({ path, text: '', expectedSha256: null, mayReplace: true })).toMatchObject(outside);
    expect(await host.files.saveBytes({ path, base64: '', mayReplace: true })).toMatchObject(outside);
    expect(await host.journal.keep({ documentKey: 'k', path, name: '', text: '', baseSha256: null, baseText: null })).toMatchObject(
      outside,
    );
    expect(await host.traffic.preview({ path })).toMatchObject(outside);
    expect(await host.traffic.load({ path, preset: 'auto', mapping: {} })).toMatchObject(outside);
    const log = { path: inWork('log.csv'), preset: 'auto', mapping: {}, hashUsers: false } as const;
    expect(await host.traffic.saveRejects({ ...log, path, target: inWork('r.csv'), mayReplace: true })).toMatchObject(outside);
    expect(await host.traffic.saveRejects({ ...log, target: path, mayReplace: true })).toMatchObject({ ok: false });
    expect(await (await host.traffic.import({ ...log, path })).next()).toMatchObject({ value: { reason: 'outside-workspace' } });
    expect(
      await host.exportPolicy({ gatewayId: 'native', protections: 'refuse', policyText: smallPolicyText, path, mayReplace: true }),
    ).toMatchObject(outside);
    await host.recent.add({ path, name: 'secret', sha256: sha256Of('secret') });
    expect(await host.recent.list()).toEqual([]);
    expect((await (await host.files.watch({ path })).next()).done).toBe(true);
    expect(await readFile(path, 'utf8')).toBe('secret');
    expect(await readdir(base)).not.toContain('.secret.json.gracefall-journal');
  });

  it('takes the bytes of a picture, and replaces one only when it is told to', async () => {
    const path = inWork('board.png');
    const bytes = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 255]);
    const base64 = Buffer.from(bytes).toString('base64');
    expect(await host.files.saveBytes({ path, base64, mayReplace: false })).toEqual({ ok: true, path, sha256: sha256Of(bytes) });
    expect(new Uint8Array(await readFile(path))).toEqual(bytes);
    expect(await host.files.saveBytes({ path, base64: 'AAAA', mayReplace: false })).toMatchObject({ ok: false, reason: 'already-exists' });
    expect(new Uint8Array(await readFile(path))).toEqual(bytes);
    expect(await host.files.saveBytes({ path, base64: 'AAAA', mayReplace: true })).toMatchObject({ ok: true });
    await expect(host.files.saveBytes({ path, base64: 'not base64', mayReplace: true })).rejects.toThrow();
  });

  it('has no native dialog and no other window in the browser', async () => {
    expect(await host.app.openWindow({ path: null })).toEqual({ kind: 'unsupported' });
    expect(await host.app.openWindow({ path: join(base, 'secret.json') })).toMatchObject({ kind: 'refused' });
    expect(await host.files.chooseOpen({ title: 'Open', extensions: [] })).toEqual({ kind: 'unsupported' });
  });

  it('is offered back after a crash of the host', async () => {
    const path = inWork('a.policy.json');
    await writeFile(path, 'saved');
    const work = { documentKey: 'doc-1', path, name: 'a', text: 'unsaved', baseSha256: sha256Of('saved'), baseText: 'saved' };
    expect(await host.journal.keep(work)).toMatchObject({ ok: true });
    await end();
    await start();
    expect(await host.journal.list()).toEqual([{ ...work, keptAt: expect.any(String) }]);
    // A window that goes on with it has it to itself; once the window is gone it is offered again.
    const held = await host.documents.hold({ documentKey: 'doc-1', path });
    expect((await held.next()).value).toEqual({ otherWindows: 0 });
    expect(await host.journal.list()).toEqual([]);
    const other = await host.documents.hold({ documentKey: 'doc-2', path });
    expect((await other.next()).value).toEqual({ otherWindows: 1 });
    expect((await held.next()).value).toEqual({ otherWindows: 1 });
    await other.return?.();
    await held.return?.();
    await expect.poll(() => host.journal.list()).toHaveLength(1);
    await host.journal.drop({ documentKey: 'doc-1', path });
    expect(await host.journal.list()).toEqual([]);
    expect(await readdir(workspace)).toEqual(['a.policy.json']);
  });
});

describe('a rehearsal', () => {
  async function loadTraffic(): Promise<string> {
    const path = inWork('log.csv');
    await writeFile(path, trafficCsv(smallTraffic));
    const loaded = await host.traffic.load({ path, preset: 'auto', mapping: {} });
    if (!loaded.ok) throw new Error(loaded.message);
    expect(loaded.traffic.summary.requestCount).toBe(smallTraffic.requestCount);
    return loaded.traffic.trafficId;
  }
  const input = (trafficId: string, replications = 1) => ({
    policyText: smallPolicyText,
    trafficId,
    scenario: CALM,
    seed: 1,
    replications,
  });

  it('streams progress and ends with a result', async () => {
    const events = [];
    for await (const event of await host.simulate(input(await loadTraffic()))) events.push(event);
    expect(events.at(-1)).toMatchObject({
      kind: 'result',
      result: { requests: smallTraffic.requestCount, traffic: { label: expect.stringContaining('log') } },
    });
  });

  it('says when the requests arrive, each in one span, the last one in the last', async () => {
    const trafficId = await loadTraffic();
    const counts = await host.traffic.arrivals({ trafficId, spans: 7 });
    expect(counts).toHaveLength(7);
    expect(counts!.reduce((sum, count) => sum + count, 0)).toBe(smallTraffic.requestCount);
    expect(counts!.at(-1)).toBeGreaterThan(0);
    expect(await host.traffic.arrivals({ trafficId, spans: 1 })).toEqual([smallTraffic.requestCount]);
    expect(await host.traffic.arrivals({ trafficId: 'traffic-99', spans: 7 })).toBeNull();
  });

  it('says what a router would make of the traffic, and only while it is in memory', async () => {
    const trafficId = await loadTraffic();
    const route = { id: 'r1', condition: 'percentage', share: 0.25 };
    expect(await host.traffic.routes({ trafficId, config: { routes: [route] } })).toMatchObject({
      ok: true,
      counts: [smallTraffic.requestCount / 4, (smallTraffic.requestCount * 3) / 4],
      of: smallTraffic.requestCount,
    });
    expect(await host.traffic.columns({ trafficId })).toEqual(expect.any(Array));
    expect(await host.traffic.routes({ trafficId, config: { routes: 'none' } })).toMatchObject({ ok: false, reason: 'bad-config' });
    expect(await host.traffic.routes({ trafficId: 'traffic-99', config: {} })).toMatchObject({ ok: false, reason: 'gone' });
    expect(await host.traffic.columns({ trafficId: 'traffic-99' })).toBeNull();
  });

  it('can be given up', async () => {
    const events = await host.simulate(input(await loadTraffic(), 1000));
    expect((await events.next()).value).toMatchObject({ kind: 'progress' });
    await events.return?.();
    expect((await events.next()).done).toBe(true);
  });

  it('is refused with a sentence for traffic of another session and for a policy with errors', async () => {
    const first = async (given: Parameters<typeof host.simulate>[0]) => (await (await host.simulate(given)).next()).value;
    expect(await first(input('traffic-99'))).toMatchObject({ kind: 'refused', message: expect.stringContaining('no longer in memory') });
    expect(await first({ ...input(await loadTraffic()), policyText: '{' })).toMatchObject({ kind: 'refused' });
  });
});

describe('a log that cannot be used', () => {
  it.each([
    ['without a time column', 'a,b\n1,2\n', 'no-time-column'],
    ['without rows', 'arrival_ms,input_tokens,output_tokens\n', 'empty'],
    ['without bytes', '', 'empty'],
  ])('%s is said to be so', async (_, csv, reason) => {
    await writeFile(inWork('log.csv'), csv);
    const loaded = await host.traffic.load({ path: inWork('log.csv'), preset: 'auto', mapping: {} });
    expect(loaded).toMatchObject({ ok: false, reason, message: expect.stringMatching(/\.$/) });
  });

  it('shows its first rows all the same, but no prompts', async () => {
    await writeFile(inWork('log.csv'), 'when,prompt\n1,2\n');
    expect(await host.traffic.preview({ path: inWork('log.csv') })).toMatchObject({
      ok: true,
      columns: ['when', 'prompt'],
      shown: ['when'],
      rows: [['1']],
    });
  });
});

describe('an export', () => {
  it('is written, is whole, and replaces nothing unasked', async () => {
    const path = inWork('small.gateway.json');
    const exported = await host.exportPolicy({
      gatewayId: 'native',
      protections: 'refuse',
      policyText: smallPolicyText,
      path,
      mayReplace: false,
    });
    expect(exported).toMatchObject({ ok: true, path });
    expect(verifyNative(await readFile(path, 'utf8'), sha256Of).ok).toBe(true);
    expect(
      await host.exportPolicy({ gatewayId: 'native', protections: 'refuse', policyText: smallPolicyText, path, mayReplace: false }),
    ).toMatchObject({
      ok: false,
      reason: 'already-exists',
    });
  });

  it('for a gateway brings what it does otherwise beside it, and replaces neither file unasked', async () => {
    const request = { gatewayId: 'portkey', protections: 'leave-out' as const, policyText: smallPolicyText, mayReplace: false };
    const path = inWork('small.portkey.json');
    const fidelity = inWork('small.portkey.fidelity.json');
    expect(await host.exportPolicy({ ...request, path })).toMatchObject({ ok: true, path, paths: [path, fidelity] });
    await rm(path);
    expect(await host.exportPolicy({ ...request, path })).toMatchObject({ ok: false, reason: 'already-exists' });
    expect(await readdir(workspace)).toEqual(['small.portkey.fidelity.json']);
  });

  it('is refused while errors stand, with all of them', async () => {
    const document = JSON.parse(smallPolicyText);
    document.policy.edges = [];
    const exported = await host.exportPolicy({
      gatewayId: 'native',
      protections: 'refuse',
      policyText: JSON.stringify(document),
      path: inWork('x.json'),
      mayReplace: false,
    });
    expect(exported).toMatchObject({ ok: false, reason: 'has-errors' });
    expect(!exported.ok && exported.message.split('\n').length).toBeGreaterThan(1);
    expect(await readdir(workspace)).toEqual([]);
  });
});

describe('examples', () => {
  it('may be missing or damaged without harm', async () => {
    await mkdir(join(base, 'policies', 'half'));
    await writeFile(join(base, 'policies', 'half', 'about.json'), '{');
    expect(await host.examples.list()).toEqual([]);
    expect(sentences.join()).toContain('The example half is damaged');
  });
});

it('says what it is', async () => {
  expect(await host.app.info()).toMatchObject({ shell: 'browser', workspace, platform: process.platform });
});

it('refuses input that the contract does not allow', async () => {
  await expect(host.files.open({ path: '' })).rejects.toThrow();
  await expect(
    host.journal.keep({ documentKey: '../../x', path: null, name: '', text: '', baseSha256: null, baseText: null }),
  ).rejects.toThrow();
});
