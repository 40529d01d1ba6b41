import { describe, expect, it } from 'vitest';
import { chartTable, phaseTable, tableAsTsv } from './chart-table.ts';
import { FIXTURE_POLICY, fixtureRun } from './fixture.ts';
import { namesOf } from './names.ts';
import { phasesOf } from './phases.ts';
import { failuresByCount, NO_SLA, summaryOf } from './summary.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const run = fixtureRun();
const names = namesOf(run, FIXTURE_POLICY);
const figure = (id: string, of = summaryOf(run, { p95Ms: 8000, availability: 0.9999, usdPerRequest: 0.02 }, names)) =>
  [...of.large, ...of.small].find((candidate) => candidate.id === id)!;

describe('figures', () => {
  it('compares with what is owed', () => {
    expect(figure('p95')).toMatchObject({ verdict: 'kept', note: '8\u00a0s owed' });
    expect(figure('availability')).toMatchObject({ verdict: 'broken' });
    expect(figure('cost')).toMatchObject({ verdict: 'kept' });
  });

  it('gives no verdict where nothing is owed or nothing was measured', () => {
    const free = summaryOf(run, NO_SLA, names);
    expect([...free.large, ...free.small].every(({ verdict }) => verdict === undefined)).toBe(true);
    const silent = { ...run, latencyMs: { p50: null, p95: null, p99: null, mean: null, max: null } };
    expect(figure('p95', summaryOf(silent, { p95Ms: 8000, availability: null, usdPerRequest: null }, names))).not.toHaveProperty('verdict');
    expect(figure('p95', summaryOf(silent, NO_SLA, names)).value).toBe('–');
  });

  it('keeps the exact value for the hover', () => {
    expect(figure('tier-1').exact).toMatch(/^Tier 1: \d+\u202f\d{3} of 20\u202f\d{3} requests\.$/);
    expect(figure('cost').exact).toMatch(/^\$\d+\.\d{2,6} in all/);
  });

  it('says what of the cost is owed by the hour, and nothing where no throughput is provisioned', () => {
    expect(figure('cost').label).toBe('Cost');
    const contract = { ...run, cost: { ...run.cost, usd: 100, provisionedUsd: 60 } };
    const cost = figure('cost', summaryOf(contract, NO_SLA, names));
    expect(plain(cost.label)).toBe('Cost, 60 % provisioned');
    expect(plain(cost.exact)).toMatch(/\$60 of it, 60 %, is owed by the hour/);
  });

  it('gives what is flawed among the answers a figure of its own, and none where nothing is', () => {
    expect(summaryOf(run, NO_SLA, names).flawed).toBeNull();
    const answered = run.outcomes.answeredByTier.reduce((sum, count) => sum + count, 0);
    const flawed = { ...run, outcomes: { ...run.outcomes, flawed: { leaking: answered / 100, wrong: answered / 4 } } };
    const shown = summaryOf(flawed, NO_SLA, names).flawed!;
    expect(plain(`${shown.value}, ${shown.note}`)).toBe('25 % wrong, 1 % leaking');
    expect(shown.exact).toContain('The answer does not solve the task. leaking: ');
  });

  it('says what a tier answered during the incident, or in all when there was none', () => {
    expect(plain(figure('tier-2').note)).toMatch(/^7\d(\.\d)? % during the incident$/);
    const calm = summaryOf({ ...run, scenario: { ...run.scenario, events: [] } }, NO_SLA, names);
    expect(plain(figure('tier-2', calm).note)).toBe('4 932 requests');
  });

  it('adds the interval of a replicated run', () => {
    const interval = { mean: 0.998, low: 0.997, high: 0.999 };
    const replicated = {
      ...run,
      replications: 10,
      intervals: { availability: interval, p95Ms: null, usd: interval, answeredByTier: [interval, interval, interval], failed: interval },
    };
    expect(plain(figure('availability', summaryOf(replicated, NO_SLA, names)).exact)).toContain(
      'Mean of 10 runs 99.8 %, 95 % interval 99.7 % to 99.9 %.',
    );
    const shares = {
      ...replicated,
      intervals: { ...replicated.intervals, answeredByTier: [{ mean: 14_340, low: 14_299, high: 14_381 }, interval, interval] },
    };
    expect(plain(figure('tier-1', summaryOf(shares, NO_SLA, names)).moreNote!)).toBe('mean 14 340 ± 41');
    const equal = { ...shares, intervals: { ...shares.intervals, p95Ms: { mean: 7870, low: 7870 - 1e-12, high: 7870 + 1e-12 } } };
    expect(plain(figure('p95', summaryOf(equal, NO_SLA, names)).moreNote!)).toBe('mean 7.87 s ± 0 ms');
    expect(figure('p95', summaryOf(replicated, NO_SLA, names)).exact).not.toContain('interval');
  });

  it('names the most frequent failure and never counts a block among failures', () => {
    expect(figure('failed').note).toMatch(/, mostly timeout$/);
    expect(figure('failed').exact).not.toContain('guard');
    expect(failuresByCount({ timeout: 2, 'server-error': 5, auth: 0 })).toEqual([
      ['server-error', 5],
      ['timeout', 2],
    ]);
  });

  it('divides nothing by nothing', () => {
    const empty = { ...run, requests: 0, outcomes: { answeredByTier: [0, 0, 0], blocked: 0, failed: 0, byFailure: {} } };
    const all = summaryOf(empty, NO_SLA, names);
    expect(JSON.stringify(all)).not.toContain('NaN');
  });
});

describe('phases', () => {
  it('splits the run at the incidents and gives shares of what ended in each', () => {
    const phases = phasesOf(run);
    expect(phases.map(({ id, startMs, endMs }) => [id, startMs, endMs])).toEqual([
      ['before', 0, 1_200_000],
      ['during', 1_200_000, 2_160_000],
      ['after', 2_160_000, 3_540_000],
    ]);
    expect(phases.reduce((sum, phase) => sum + phase.ended, 0)).toBe(run.requests);
    for (const phase of phases)
      expect(phase.byTier[0] + phase.byTier[1] + phase.byTier[2] + phase.blocked + phase.failed).toBeCloseTo(1, 12);
    expect(phases[1]!.byTier[1]).toBeGreaterThan(0.7);
    expect(phases[0]!.byTier[0]).toBeGreaterThan(0.9);
  });

  it('has none without an incident, and no empty one', () => {
    expect(phasesOf({ ...run, scenario: { ...run.scenario, events: [] } })).toEqual([]);
    const whole = { ...run.scenario.events[0]!, startMs: 0, durationMs: 1e9 };
    expect(phasesOf({ ...run, scenario: { ...run.scenario, events: [whole] } }).map(({ id }) => id)).toEqual(['during']);
  });
});

describe('tables', () => {
  it.each(['answers', 'latency', 'cost'] as const)('%s has a row a bucket and as many cells as columns', (chart) => {
    const table = chartTable(chart, run, names);
    expect(table.rows).toHaveLength(run.series.requests.length);
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
  });

  it('keeps a gap as a gap', () => {
    expect(chartTable('latency', run, names).rows[100]).toEqual(['50:00', expect.any(Number), null, null]);
    expect(tableAsTsv({ title: '', columns: ['a', 'b'], rows: [[1, null]] })).toBe('a\tb\n1\t');
  });

  it('lists breaker states by name with their length', () => {
    const { rows } = chartTable('breakers', run, names);
    expect(rows[0]).toEqual(['Breaker, primary', 'closed', '00:00', '12:00', 720]);
  });

  it('gives phases in percent', () => {
    const { columns, rows } = phaseTable(run);
    expect(rows.map(([phase]) => phase)).toEqual(['before', 'during', 'after']);
    for (const row of rows) expect(row).toHaveLength(columns.length);
  });
});
