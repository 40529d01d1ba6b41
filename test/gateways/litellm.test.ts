import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callsOf } from '../../shared/gateways/calls.ts';
import { dialects, gateways } from '../../shared/gateways/index.ts';
import { namedCalls } from '../../shared/gateways/litellm/calls-by-name.ts';
import type { LitellmConfig, RetryPolicy } from '../../shared/gateways/litellm/schema.ts';
import { FAILURES, type FailureClass } from '../../shared/model/index.ts';
import { dollarProvider, type Line, policyOfLines } from '../fixtures/line-policy.ts';
import { hasSpecialLists, merged, readExported } from './litellm-config.ts';
import { MASTER_KEY, startLitellm } from './litellm-gateway.ts';
import type { RunningGateway } from './portkey-gateway.ts';
import { predict } from './predict.ts';
import { type RandomCall, randomCallWithoutGuards } from './random-call.ts';
import { type Fault, Upstream } from './upstream.ts';

/**
 * The exports of random policies through the real LiteLLM proxy, its upstreams scripted: which models are called, in which order and when, who answers, and
 * with which status, is what the simulator's dialect says. All of them in one config.yaml, or two: a list of its own for one kind of failure is for all groups.
 */

const executable = process.env.GRACEFALL_LITELLM ?? '';
const CASES = Number(process.env.GRACEFALL_GATEWAY_CASES ?? 160);
const AT_ONCE = 20;
/** On two cores the proxy, the upstream and this process take turns. */
const LATE_BY_AT_MOST_MS = 900;
const EARLY_BY_AT_MOST_MS = 50;
/** Of the proxy's `calculate_retry_after`. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;
const JITTER_MS = 750;
/** And a little. */
const DEFAULT_COOLDOWN_MS = 5_500;

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
const now = (): number => performance.now();
const upstream = new Upstream(now, 'openai');
const proxies: RunningGateway[] = [];

interface Case {
  readonly id: string;
  readonly call: RandomCall;
  readonly config: LitellmConfig;
  /** What the application sends as model, for its plan. */
  readonly group: string;
}

const policyWith = (lines: readonly Line[]) => policyOfLines('P', [dollarProvider('mock', 'Mock', ['m0', 'm1'])], lines);
const model = (name: string): Record<string, unknown> => ({ providerId: 'mock', model: name, requestTimeoutMs: 1_400 });
const always = (failure: FailureClass): Fault => ({ failure, calls: Number.POSITIVE_INFINITY, retryAfterMs: 0 });
const drawn = (lines: readonly Line[], faults: Record<string, Fault>): RandomCall => ({
  policy: policyWith(lines),
  faults: new Map(Object.entries(faults)),
  denying: new Set(),
  plan: 'free',
});

/** Cases of which several requests are sent, one after the other. */
const series = new Map<string, RandomCall>([
  ...(['server-error', 'connection', 'timeout', 'rate-limit'] as const).map(
    (failure) =>
      [
        `cools-${failure}`,
        drawn(
          [
            ['entry', 'entry', {}, { next: 'breaker' }],
            ['breaker', 'breaker', { failureCount: 2, openForMs: 60_000, countsAs: [failure] }, { next: 'a' }],
            ['a', 'model', model('m0')],
          ],
          { m0: always(failure) },
        ),
      ] as const,
  ),
  [
    'alone',
    drawn(
      [
        ['entry', 'entry', {}, { next: 'a' }],
        ['a', 'model', model('m0')],
      ],
      { m0: always('server-error') },
    ),
  ],
  [
    'group',
    drawn(
      [
        ['entry', 'entry', {}, { next: 'again' }],
        ['again', 'retry', { maxRetries: 3 }, { next: 'ways' }],
        ['ways', 'router', { routes: [{ id: 'r1', condition: 'percentage', share: 0.5 }] }, { r1: 'a', otherwise: 'b' }],
        ['a', 'model', model('m0')],
        ['b', 'model', model('m1')],
      ],
      { m0: always('rate-limit') },
    ),
  ],
  [
    'seven',
    drawn(
      [
        ['entry', 'entry', {}, { next: 'tiers' }],
        [
          'tiers',
          'fallback',
          { tiers: Array.from({ length: 7 }, (_, at) => ({ id: `t${at + 1}` })) },
          Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`t${at + 1}`, `n${at}`])),
        ],
        ...Array.from({ length: 6 }, (_, at): Line => [`n${at}`, 'model', model('m0')]),
        ['n6', 'model', model('m1')],
      ],
      { m0: always('server-error') },
    ),
  ],
  [
    'refused',
    drawn(
      [
        ['entry', 'entry', {}, { next: 'tiers' }],
        ['tiers', 'fallback', { tiers: [{ id: 't1', continueOn: ['server-error'] }, { id: 't2' }] }, { t1: 'a', t2: 'b' }],
        ['a', 'model', model('m0')],
        ['b', 'model', model('m1')],
      ],
      { m0: always('content-policy') },
    ),
  ],
  [
    'fixed',
    drawn(
      [
        ['entry', 'entry', {}, { next: 'tiers' }],
        ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'a', t2: 'sorry' }],
        ['a', 'model', model('m0')],
        ['sorry', 'template', { text: 'Yes' }],
      ],
      { m0: always('server-error') },
    ),
  ],
]);

function caseOf(id: string, call: RandomCall): Case {
  const exported = gateways.get('litellm')!.export(call.policy, { sha256Of, protections: 'refuse' });
  if (!exported.ok) throw new Error(exported.error.map(({ message }) => message).join('\n'));
  const rewritten = dialects.get('litellm')!.rewrite(call.policy);
  const routes = new Map(rewritten.policy.nodes.map(({ id: nodeId, config }) => [nodeId, config['routes'] as { values: string }[]]));
  const mine = namedCalls(callsOf(call.policy, rewritten), call.policy.id)!.find(({ ways }) =>
    [...ways].every(([router, way]) => (way === 'otherwise') !== (routes.get(router)![0]!.values === call.plan)),
  );
  return { id, call, config: readExported(exported.value.files[0]!.text), group: `${id}-${mine!.name}` };
}

const cases: Case[] = [];
const proxyOf = new Map<string, RunningGateway>();

beforeAll(async () => {
  const port = await upstream.listen();
  const calls = fc.sample(randomCallWithoutGuards, { numRuns: CASES, seed: 20_261_125 });
  cases.push(...calls.map((call, at) => caseOf(`case-${at}`, call)));
  const all = [...cases, ...[...series].map(([id, call]) => caseOf(id, call))];
  await Promise.all(
    [false, true].map(async (isSpecial) => {
      const mine = all.filter(({ config }) => hasSpecialLists(config) === isSpecial);
      if (mine.length === 0) return;
      const config = merged(new Map(mine.map((one) => [one.id, one.config])), (id) => `http://127.0.0.1:${port}/${id}/v1`);
      const proxy = await startLitellm(executable, config);
      proxies.push(proxy);
      for (const { id } of mine) proxyOf.set(id, proxy);
    }),
  );
}, 240_000);
afterAll(() => {
  for (const proxy of proxies) proxy.close();
  upstream.close();
});

async function send(id: string, group: string, call: RandomCall) {
  upstream.play(id, call);
  return sendAgain(id, group);
}

async function sendAgain(id: string, group: string) {
  const before = upstream.heard(id).length;
  const sentAtMs = now();
  const response = await fetch(`${proxyOf.get(id)!.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${MASTER_KEY}` },
    body: JSON.stringify({ model: group, messages: [{ role: 'user', content: 'Hello' }] }),
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    calls: upstream
      .heard(id)
      .slice(before)
      .map(({ model: called, atMs }) => ({ model: called, atMs: atMs - sentAtMs })),
  };
}

const STATUS: Partial<Record<FailureClass, number>> = {
  connection: 500,
  'server-error': 503,
  'context-overflow': 400,
  'content-policy': 400,
  'rejected-by-breaker': 429,
};
const RETRIES: Partial<Record<FailureClass, keyof RetryPolicy>> = {
  'rate-limit': 'RateLimitErrorRetries',
  timeout: 'TimeoutErrorRetries',
  connection: 'InternalServerErrorRetries',
  'server-error': 'ServiceUnavailableErrorRetries',
  auth: 'AuthenticationErrorRetries',
  'invalid-request': 'BadRequestErrorRetries',
  'context-overflow': 'BadRequestErrorRetries',
  'content-policy': 'ContentPolicyViolationErrorRetries',
};

/** Shortest and longest time between a failing call, the `attempt`-th of its group from 0, and what comes next. */
function gapOf({ config, call }: Case, called: string, attempt: number): readonly [number, number] {
  const deployment = config.model_list.find(({ litellm_params }) => litellm_params.model === `openai/${called}`)!;
  const fault = call.faults.get(called)!;
  const most = config.router_settings.model_group_retry_policy?.[deployment.model_name]?.[RETRIES[fault.failure]!] ?? 0;
  const tookMs = fault.failure === 'timeout' ? deployment.litellm_params.timeout! * 1000 : 0;
  if (most === 0) return [tookMs, tookMs];
  const waitMs = (n: number) => (fault.retryAfterMs > 0 ? fault.retryAfterMs : Math.min(FIRST_WAIT_MS * 2 ** n, LONGEST_WAIT_MS));
  // A deployment that is cooled at once is not called again, but waited for all the same.
  const waits = fault.failure === 'auth' ? Array.from({ length: most + 1 }, (_, n) => n) : [attempt];
  const shortest = waits.reduce((sum, n) => sum + waitMs(n), tookMs);
  return [shortest, shortest + waits.length * JITTER_MS];
}

const statusOf = (failure: FailureClass): number => STATUS[failure] ?? FAILURES[failure].httpStatus;

/**
 * The one exception: where a chain stands inside a chain that leaves out a failure with a list of its own, all have failed, and the reply is the first failure
 * of all; the dialect, which has to go the right way, replies with the last of the inner chain (docs/dialects.md).
 */
function isFirstOfInnerChain({ call }: Case, first: string | undefined, status: number): boolean {
  const fault = first === undefined ? undefined : call.faults.get(first);
  const { policy } = dialects.get('litellm')!.rewrite(call.policy);
  const isByLast = policy.nodes.some(({ config }) => config['onExhausted'] === 'last-failure');
  return isByLast && fault !== undefined && statusOf(fault.failure) === status;
}

interface Difference {
  readonly sentence: string;
  /** On a busy machine a call may be late for no fault of the gateway; sent again alone, it is not. */
  readonly isLate: boolean;
}

/** What is not as predicted, or null. */
async function difference(one: Case): Promise<Difference | null> {
  const predicted = predict('litellm', one.call);
  const real = await send(one.id, one.group, one.call);
  const path = (calls: readonly { model: string }[]) => calls.map(({ model: called }) => called).join(' ');
  if (path(predicted.calls) !== path(real.calls)) {
    const sentence = `calls: ${path(predicted.calls)} predicted, ${path(real.calls)} made (status ${real.status}: ${real.text.slice(0, 200)})`;
    return { isLate: false, sentence };
  }
  const failed = predicted.outcome as FailureClass;
  const expected = predicted.outcome === 'answered' ? 200 : statusOf(failed);
  if (real.status !== expected && !isFirstOfInnerChain(one, real.calls[0]?.model, real.status))
    return { isLate: false, sentence: `status: ${predicted.outcome} predicted, ${real.status} received` };
  for (const [at, { model: called, atMs }] of real.calls.slice(0, -1).entries()) {
    const attempt = real.calls.slice(0, at).filter((before) => before.model === called).length;
    const [shortest, longest] = gapOf(one, called, attempt);
    const tookMs = real.calls[at + 1]!.atMs - atMs;
    if (tookMs < shortest - EARLY_BY_AT_MOST_MS || tookMs > longest + LATE_BY_AT_MOST_MS) {
      return {
        isLate: tookMs > longest,
        sentence: `after call ${at + 1} (${called}): ${shortest} to ${longest} ms expected, ${Math.round(tookMs)} ms in truth`,
      };
    }
  }
  return null;
}

describe.skipIf(executable === '')('the real LiteLLM proxy does what its dialect says', () => {
  test(`${CASES} random policies`, async () => {
    const wrong: string[] = [];
    const open = [...cases];
    const late: Case[] = [];
    const work = async () => {
      for (let one = open.shift(); one !== undefined; one = open.shift()) {
        const found = await difference(one);
        if (found?.isLate) late.push(one);
        else if (found !== null)
          wrong.push(`${one.id}: ${found.sentence}\n${JSON.stringify(one.config)}\n${JSON.stringify([...one.call.faults])}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    // A deployment that answered 401 is cooled for 5 s by default.
    if (late.length > 0) await new Promise((resolve) => setTimeout(resolve, DEFAULT_COOLDOWN_MS));
    for (const one of late) {
      let found = await difference(one);
      for (let again = 0; found?.isLate && again < 2; again++) found = await difference(one);
      if (found !== null) wrong.push(`${one.id}, alone: ${found.sentence}`);
    }
    expect(wrong).toEqual([]);
  }, 300_000);

  const several = async (id: string, requests: number) => {
    const call = series.get(id)!;
    upstream.play(id, call);
    const made: Awaited<ReturnType<typeof sendAgain>>[] = [];
    for (let at = 0; at < requests; at++) made.push(await sendAgain(id, caseOf(id, call).group));
    return made;
  };

  test.each(['server-error', 'connection', 'timeout', 'rate-limit'])(
    'a drawn count of 2 cools the only deployment of a group after two of %s',
    async (failure) => {
      const made = await several(`cools-${failure}`, 4);
      expect(made.map(({ calls }) => calls.length)).toEqual([1, 1, 0, 0]);
      expect(made[3]!.status).toBe(429);
    },
    30_000,
  );

  test('without one it is never cooled by failures of its kind', async () => {
    expect((await several('alone', 8)).every(({ calls }) => calls.length === 1)).toBe(true);
  }, 30_000);

  test('a group passes over a deployment that answered 429, and retries at once', async () => {
    const made = await several('group', 12);
    expect(made.every(({ status }) => status === 200)).toBe(true);
    expect(made.flatMap(({ calls }) => calls).filter(({ model: called }) => called === 'm0').length).toBeLessThanOrEqual(2);
  }, 30_000);

  test('a chain of seven is followed to its end', async () => {
    const [one] = await several('seven', 1);
    expect(one!.calls.map(({ model: called }) => called)).toEqual(['m0', 'm0', 'm0', 'm0', 'm0', 'm0', 'm1']);
    expect(one!.status).toBe(200);
  }, 30_000);

  test('a group that leads to itself after a refusal ends the call there', async () => {
    const [one] = await several('refused', 1);
    expect(one!.calls.map(({ model: called }) => called)).toEqual(['m0']);
    expect(one!.status).toBe(400);
  }, 30_000);

  test('a fixed answer is given without a call, as it is written', async () => {
    const [one] = await several('fixed', 1);
    expect(JSON.parse(one!.text).choices[0].message.content).toBe('Yes');
    expect(one!.calls.length).toBe(1);
  }, 30_000);
});
