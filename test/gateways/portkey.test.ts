import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gateways } from '../../shared/gateways/index.ts';
import { headerText } from '../../shared/gateways/portkey/header.ts';
import { STATUSES } from '../../shared/gateways/portkey/statuses.ts';
import type { FailureClass } from '../../shared/model/index.ts';
import { type RunningGateway, startPortkey } from './portkey-gateway.ts';
import { predict } from './predict.ts';
import { type RandomCall, randomCall } from './random-call.ts';
import { Upstream } from './upstream.ts';

/**
 * The export of random policies through the real gateway, its upstreams scripted: which models are called, in which order and when, who answers, and with
 * which status, is what the simulator's dialect says. Real time and a real process: run by `npm run test:gateways`, not among the unit tests.
 */

const CASES = Number(process.env.GRACEFALL_GATEWAY_CASES ?? 240);
const AT_ONCE = 10;
/** Waits are whole seconds: a wrong one shows. */
const LATE_BY_AT_MOST_MS = 700;
const EARLY_BY_AT_MOST_MS = 50;

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
const now = (): number => performance.now();
const upstream = new Upstream(now);
let upstreamPort = 0;
let portkey: RunningGateway;

beforeAll(async () => {
  upstreamPort = await upstream.listen();
  portkey = await startPortkey(process.env.GRACEFALL_PORTKEY ?? '');
}, 60_000);
afterAll(() => {
  portkey?.close();
  upstream.close();
});

function configOf(id: string, { policy }: RandomCall): string {
  const exported = gateways.get('portkey')!.export(policy, { sha256Of, protections: 'refuse' });
  if (!exported.ok) throw new Error(exported.error.map(({ message }) => message).join('\n'));
  const [file, ...others] = exported.value.files;
  if (file === undefined || others.length > 0) throw new Error('one call, one file');
  const at = `http://127.0.0.1:${upstreamPort}/${id}`;
  return headerText(file.text)
    .replaceAll(/\$\{MOCK_BASE_URL\}/g, `${at}/v1`)
    .replaceAll(/\$\{MOCK_API_KEY\}/g, 'key-of-the-mock')
    .replaceAll(
      /\$\{([A-Z]+)_GUARD_(\d+)_URL\}/g,
      (_, kind: string, number: string) => `${at}/guard/${kind.toLowerCase()}-guard-${number}`,
    );
}

async function send(id: string, call: RandomCall) {
  upstream.play(id, call);
  const sentAtMs = now();
  const response = await fetch(`${portkey.url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-portkey-config': configOf(id, call),
      'x-portkey-metadata': JSON.stringify({ plan: call.plan }),
    },
    body: JSON.stringify({ model: 'any', messages: [{ role: 'user', content: 'Hello' }] }),
  });
  await response.text();
  return {
    status: response.status,
    tookMs: now() - sentAtMs,
    calls: upstream.heard(id).map(({ model, atMs }) => ({ model, atMs: atMs - sentAtMs })),
  };
}

interface Difference {
  readonly sentence: string;
  /** On a busy machine a call may be late for no fault of the gateway; sent again alone, it is not. */
  readonly isLate: boolean;
}

/** What is not as predicted, or null. */
async function difference(id: string, call: RandomCall): Promise<Difference | null> {
  const predicted = predict('portkey', call);
  const real = await send(id, call);
  const path = (calls: readonly { model: string }[]) => calls.map(({ model }) => model).join(' ');
  if (path(predicted.calls) !== path(real.calls)) {
    return {
      isLate: false,
      sentence: `calls: ${path(predicted.calls)} predicted, ${path(real.calls)} made (status ${real.status})`,
    };
  }
  const expected = predicted.outcome === 'answered' ? [200, 246] : (STATUSES[predicted.outcome as FailureClass] ?? []);
  if (!expected.includes(real.status)) {
    return { isLate: false, sentence: `status: ${predicted.outcome} predicted, ${real.status} received` };
  }
  for (const [at, { model, atMs }] of predicted.calls.entries()) {
    const lateMs = real.calls[at]!.atMs - atMs;
    if (lateMs < -EARLY_BY_AT_MOST_MS || lateMs > LATE_BY_AT_MOST_MS) {
      const sentence = `call ${at + 1} (${model}): ${Math.round(atMs)} ms predicted, ${Math.round(real.calls[at]!.atMs)} ms in truth`;
      return { isLate: lateMs > 0, sentence };
    }
  }
  return null;
}

describe('the real Portkey gateway does what its dialect says', () => {
  test(`${CASES} random policies`, async () => {
    const calls = fc.sample(randomCall, { numRuns: CASES, seed: 20_261_125 });
    const wrong: string[] = [];
    const tell = (id: string, call: RandomCall, { sentence }: Difference) =>
      wrong.push(`${id}: ${sentence}\n${configOf(id, call)}\n${JSON.stringify([...call.faults])}`);
    for (let first = 0; first < calls.length; first += AT_ONCE) {
      const batch = calls.slice(first, first + AT_ONCE).map((call, at) => ({ id: `case-${first + at}`, call }));
      const found = await Promise.all(batch.map(({ id, call }) => difference(id, call)));
      for (const [at, one] of found.entries()) {
        const { id, call } = batch[at]!;
        const stands = one?.isLate ? await difference(`${id}-alone`, call) : one;
        if (stands !== null) tell(id, call, stands);
      }
    }
    expect(wrong).toEqual([]);
  }, 300_000);
});
