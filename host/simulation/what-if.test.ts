import { describe, expect, it } from 'vitest';
import { readPolicy, writePolicy } from '../../shared/format/index.ts';
import { CALM } from '../../shared/model/index.ts';
import { smallPolicyText, smallTraffic } from '../../test/fixtures/small-policy.ts';
import { sha256Of } from '../files/index.ts';
import { rehearse } from './rehearse.ts';
import { createRunMemory, type RememberedRun } from './run-memory.ts';
import { type SweepEvent, streamSweep } from './sweep.ts';
import { streamWhatIf, type WhatIfEvent, type WhatIfOptions } from './what-if.ts';

/** The small policy with another number of failures after which its breaker opens. */
function changed(change: (config: Record<string, unknown>) => Record<string, unknown>): string {
  const read = readPolicy(smallPolicyText);
  if (!read.ok) throw new Error(read.error.message);
  const { document } = read.value;
  const nodes = document.policy.nodes.map((node) => (node.kind === 'model' ? { ...node, config: change(node.config) } : node));
  return writePolicy({ ...document, policy: { ...document.policy, nodes } });
}
const slower = changed((config) => ({ ...config, ttftP50Ms: 1_400 }));

const options: WhatIfOptions = {
  beforeText: smallPolicyText,
  afterText: slower,
  traffic: smallTraffic,
  trafficSha256: sha256Of('traffic'),
  scenario: CALM,
  seed: 1,
  stages: [2, 4],
  workers: 1,
  memory: createRunMemory(),
};

async function eventsOf<E>(stream: AsyncIterable<E>): Promise<E[]> {
  const events: E[] = [];
  for await (const event of stream) events.push(event);
  return events;
}
const toldOf = (events: readonly WhatIfEvent[]) => events.filter(({ kind }) => kind !== 'progress');

describe('streamWhatIf', () => {
  it('tells the changed run first, the same as a rehearsal of it, then the evidence on more and more pairs', async () => {
    const [run, first, second, ...more] = toldOf(await eventsOf(streamWhatIf(options)));
    expect(more).toEqual([]);
    if (run?.kind !== 'run' || first?.kind !== 'evidence' || second?.kind !== 'evidence') throw new Error('other events than wished');
    const rehearsed = await rehearse({ ...options, policyText: slower });
    if (rehearsed.kind !== 'result') throw new Error('no result');
    expect(run.run.series).toEqual(rehearsed.result.series);
    expect(run.run.outcomes).toEqual(rehearsed.result.outcomes);
    expect([first.comparison.replications, second.comparison.replications]).toEqual([2, 4]);
    const after = second.comparison.results.find(({ variant }) => variant === 'after');
    expect(after?.differences['p95Ms']).toMatchObject({ verdict: 'worse' });
  });

  it('remembers the runs of the policy before the change, and gives the same figures with and without', async () => {
    const asked: string[] = [];
    const runs = new Map<string, RememberedRun>();
    const memory = {
      get: (key: string) => {
        const run = runs.get(key);
        if (run !== undefined) asked.push(key);
        return run;
      },
      set: (key: string, run: RememberedRun) => void runs.set(key, run),
    };
    const evidence = async (afterText: string, remembered = memory) =>
      toldOf(await eventsOf(streamWhatIf({ ...options, afterText, stages: [4], memory: remembered }))).at(-1);
    await evidence(slower);
    expect(asked).toHaveLength(0);
    const other = changed((config) => ({ ...config, ttftP50Ms: 900 }));
    const remembering = await evidence(other);
    expect(asked).toHaveLength(4);
    expect(await evidence(other, createRunMemory() as typeof memory)).toEqual(remembering);
  });

  it('says why a change cannot be run, and nothing after a cancellation', async () => {
    expect(toldOf(await eventsOf(streamWhatIf({ ...options, afterText: '{' })))).toMatchObject([{ kind: 'refused' }]);
    expect(await eventsOf(streamWhatIf(options, AbortSignal.abort()))).toEqual([]);
  });
});

describe('streamSweep', () => {
  const sweep = (vary: readonly string[], design: 'grid' | 'one-at-a-time') =>
    eventsOf(streamSweep({ ...options, policyText: smallPolicyText, design, vary, memory: createRunMemory() }));
  const comparisonsOf = (events: readonly SweepEvent[]) =>
    events.flatMap((event) => (event.kind === 'comparison' ? [event.comparison] : []));

  it('tells a rough result before a better one of the same experiment', async () => {
    const events = await sweep(['guard.failureCount=2/10,big.serverErrorRate=0/0.2'], 'one-at-a-time');
    expect(events.filter(({ kind }) => kind === 'refused')).toEqual([]);
    const comparisons = comparisonsOf(events);
    expect(comparisons.map(({ replications }) => replications)).toEqual([2, 4]);
    expect(comparisons[0]!.sensitivities.length).toBe(2);
  });

  it('leaves out what changed nothing in the first answer, and says what that was', async () => {
    // Nothing hangs here, so the client's own limit is never reached.
    const events = await sweep(['big.requestTimeoutMs=50000/70000,big.serverErrorRate=0/0.2'], 'one-at-a-time');
    const told = events.flatMap((event) => (event.kind === 'comparison' ? [event] : []));
    expect(told.map(({ still }) => still)).toEqual([[], ['big.requestTimeoutMs']]);
    expect(told[1]!.comparison.plan.varied.map(({ address }) => address)).toEqual(['big.serverErrorRate']);
    expect(told[1]!.comparison.replications).toBe(4);
  });

  it('refuses a field that there is none of, with the sentence of the command line', async () => {
    expect(await sweep(['nobody.failures=1:5:3'], 'grid')).toMatchObject([{ kind: 'refused', message: expect.stringContaining('nobody') }]);
  });
});

describe('createRunMemory', () => {
  it('forgets what was asked for longest ago', () => {
    const memory = createRunMemory(2);
    const run = { figures: {}, latency: { count: 0, sum: 0, min: null, max: null, zeros: 0, firstBin: 0, bins: [] } };
    memory.set('a', run);
    memory.set('b', run);
    memory.get('a');
    memory.set('c', run);
    expect(['a', 'b', 'c'].map((key) => memory.get(key) !== undefined)).toEqual([true, false, true]);
  });
});
