import { describe, expect, it } from 'vitest';
import { RequestTable } from '../../shared/engine/index.ts';
import { ANY_REQUEST, outcomeOf, type RequestQuery } from '../../shared/model/index.ts';
import { smallOutage, smallPolicyText, smallTraffic } from '../../test/fixtures/small-policy.ts';
import { sha256Of } from '../files/index.ts';
import { findRequests } from './find-requests.ts';
import { findTraces, rehearse } from './rehearse.ts';

const inputs = { policyText: smallPolicyText, traffic: smallTraffic, scenario: smallOutage, seed: 1, inProcess: true };

async function found(query: Partial<RequestQuery>) {
  const end = await findTraces({ ...inputs, query: { ...ANY_REQUEST, ...query } });
  if (end.kind !== 'found') throw new Error(JSON.stringify(end));
  return end;
}

describe('requests of a run', () => {
  it('are looked for among all of them: the worst found is the longest of the result, and there are as many as the result counts', async () => {
    const rehearsal = await rehearse({ ...inputs, trafficSha256: sha256Of('traffic') });
    if (rehearsal.kind !== 'result') throw new Error('no result');
    const { result } = rehearsal;
    const answered = await found({ end: 'tier-1', order: 'slowest', limit: 3 });
    const second = await found({ end: 'tier-2', order: 'slowest', limit: 3 });
    expect(answered.matches).toBe(result.outcomes.answeredByTier[0]);
    expect(second.matches).toBe(result.outcomes.answeredByTier[1]);
    expect(second.requests).toBe(result.requests);
    expect(Math.max(answered.traces[0]!.latencyMs, second.traces[0]!.latencyMs)).toBeCloseTo(result.latencyMs.max!, 6);
    expect(second.traces.map(({ tier }) => tier)).toEqual([2, 2, 2]);
    expect(second.traces.map(({ latencyMs }) => latencyMs)).toEqual(second.traces.map(({ latencyMs }) => latencyMs).sort((a, b) => b - a));
  });

  it('have the very trace that the sample of the result has', async () => {
    const rehearsal = await rehearse({ ...inputs, trafficSha256: sha256Of('traffic') });
    if (rehearsal.kind !== 'result') throw new Error('no result');
    const sampled = rehearsal.result.traces[5]!;
    const { traces, matches } = await found({ fromMs: sampled.arrivalMs, toMs: sampled.arrivalMs + 0.001 });
    expect(matches).toBe(1);
    expect(traces).toEqual([sampled]);
  });

  it('are refused like the run itself when the policy cannot be read', async () => {
    expect(await findTraces({ ...inputs, policyText: '{', query: ANY_REQUEST })).toMatchObject({ kind: 'refused' });
  });
});

describe('the order and the filter', () => {
  const traffic = {
    requestCount: 6,
    arrivalMs: Float64Array.from([0, 10, 20, 30, 40, 50]),
    user: Int32Array.from([0, 1, 0, -1, 1, 0]),
    users: ['ann', 'ben'],
  };
  const table = new RequestTable(6);
  [500, 100, 900, 900, 300, 50].forEach((latencyMs, request) => {
    table.latencyMs[request] = latencyMs;
    table.usd[request] = request / 10;
    table.outcome[request] = request === 3 ? outcomeOf('timeout') : request === 5 ? outcomeOf('blocked-by-guard') : 0;
    table.tier[request] = [1, 1, 2, 0, 3, 0][request]!;
  });
  const of = (query: Partial<RequestQuery>) => findRequests(table, traffic, { ...ANY_REQUEST, ...query });

  it('puts equals in order of arrival and leaves off what is too much, but counts it', () => {
    expect(of({})).toEqual({ positions: [2, 3, 0, 4, 1, 5], matches: 6 });
    expect(of({ limit: 2 })).toEqual({ positions: [2, 3], matches: 6 });
    expect(of({ order: 'fastest', limit: 1 }).positions).toEqual([5]);
    expect(of({ order: 'dearest', limit: 2 }).positions).toEqual([5, 4]);
    expect(of({ order: 'arrival', limit: 3 }).positions).toEqual([0, 1, 2]);
  });

  it('knows tiers, failures, blocked ones, users, instants and durations', () => {
    expect(of({ end: 'tier-3' }).positions).toEqual([4]);
    expect(of({ end: 'failed' }).positions).toEqual([3]);
    expect(of({ end: 'timeout' }).positions).toEqual([3]);
    expect(of({ end: 'blocked' }).positions).toEqual([5]);
    expect(of({ user: 'ben', order: 'arrival' }).positions).toEqual([1, 4]);
    expect(of({ user: 'nobody' }).matches).toBe(0);
    expect(of({ fromMs: 10, toMs: 30, order: 'arrival' }).positions).toEqual([1, 2]);
    expect(of({ minLatencyMs: 300, maxLatencyMs: 500, order: 'arrival' }).positions).toEqual([0, 4]);
  });
});
