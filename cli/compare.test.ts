import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trafficCsv } from '../host/index.ts';
import { readComparison, readShard } from '../shared/format/index.ts';
import { generate } from '../shared/traffic/index.ts';
import { gracefallIn } from '../test/fixtures/gracefall.ts';
import { smallPolicyText, smallTrafficSpec } from '../test/fixtures/small-policy.ts';
import type { Terminal } from './terminal.ts';

let folder: string;
const traffic = generate({ ...smallTrafficSpec, requestsPerS: 1 }, 1);
const outage = {
  format: 1,
  scenario: {
    id: 'outage',
    name: 'Outage',
    description: '',
    events: [
      {
        id: 'away',
        name: 'OpenAI is away',
        target: { kind: 'primary-provider' },
        effect: { kind: 'outage', share: 1, failure: 'connection' },
        startMs: 100_000,
        durationMs: 200_000,
        rampUpMs: 0,
        rampDownMs: 0,
      },
    ],
  },
};
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gracefall-compare-')));
  await writeFile(join(folder, 'small.policy.json'), smallPolicyText);
  const head = JSON.parse(smallPolicyText);
  head.policy.nodes.find((node: any) => node.id === 'guard').config.openForMs = 400_000;
  await writeFile(join(folder, 'head.policy.json'), JSON.stringify(head));
  await writeFile(join(folder, 'log.csv'), trafficCsv(traffic));
  await writeFile(join(folder, 'outage.scenario.json'), JSON.stringify(outage));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const gracefall = (args: string, changed: Partial<Terminal> = {}) => gracefallIn(folder, args, changed);
const readText = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
const COMPARE = 'compare small.policy.json head.policy.json --traffic log.csv --replications 6';
const SWEEP = 'sweep small.policy.json --traffic log.csv --replications 2 --scenario outage.scenario.json';

describe('gracefall compare', () => {
  it('prints each figure with the difference, its interval and a verdict, scenario by scenario', async () => {
    const { code, out } = await gracefall(`${COMPARE} --scenario calm --scenario outage.scenario.json`);
    expect(code).toBe(0);
    expect(out).toContain('head.policy.json compared with small.policy.json');
    expect(out).toMatch(/Under “No incident”\nThe head: availability .*\./);
    expect(out).toMatch(/Under “Outage”[\s\S]*Answered by tier 1 .*points .*worse/);
    expect(out).toMatch(/Blocked by a guard .* the same in every run/);
    expect(out).toMatch(/of \d+ intervals about \d+ would miss/);
    expect(out).toMatch(/○ OpenAI is away: 100 % of the calls fail/);
  });

  it('writes the result that it prints as JSON, and replaces only its own', async () => {
    const { out } = await gracefall(`${COMPARE} --json --out a.comparison.json`);
    expect(await readText('a.comparison.json')).toBe(out);
    expect(readComparison(out)).toMatchObject({ ok: true, value: { replications: 6 } });
    expect((await gracefall(`${COMPARE} --seed 2 --out a.comparison.json`)).code).toBe(0);
    for (const taken of ['head.policy.json', 'log.csv']) {
      expect(await gracefall(`${COMPARE} --force --out ${taken}`)).toMatchObject({
        code: 2,
        err: expect.stringContaining('this command reads'),
      });
    }
  });

  it('changes fields of the head with --set', async () => {
    const set = await gracefall(
      'compare small.policy.json --set guard.openForMs=400000 --traffic log.csv --replications 6 --scenario outage.scenario.json --json',
    );
    const files = await gracefall(`${COMPARE} --scenario outage.scenario.json --json`);
    expect(JSON.parse(set.out).results).toEqual(JSON.parse(files.out).results);
    expect(JSON.parse(set.out).plan.variants[1]).toMatchObject({ changes: [{ address: 'guard.openForMs', value: 400_000 }] });
  });

  it('measures the price of a gateway with --dialect, and says what it does otherwise', async () => {
    const { code, out, err } = await gracefall(
      'compare small.policy.json --dialect portkey --traffic log.csv --replications 2 --scenario outage.scenario.json',
    );
    expect(code).toBe(0);
    expect(out).toContain('as portkey runs it compared with small.policy.json');
    expect(err).toMatch(/OpenAI breaker is left out/);
  });

  it('gates: 1 when a named figure is worse on evidence, with the sentence, else 0', async () => {
    const worse = await gracefall(`${COMPARE} --scenario outage.scenario.json --gate tier1Share`);
    expect(worse).toMatchObject({ code: 1, err: expect.stringMatching(/Answered by tier 1 is worse in head under outage: −.* points/) });
    expect((await gracefall(`${COMPARE} --scenario calm --gate failedShare`)).code).toBe(0);
    const self = 'compare small.policy.json small.policy.json --traffic log.csv --replications 2';
    expect((await gracefall(`${self} --gate`)).code).toBe(0);
  });

  it('says when the wished precision was not reached', async () => {
    const { code, err } = await gracefall(
      `${COMPARE} --scenario outage.scenario.json --precision tier1Share=0.000001 --max-replications 7`,
    );
    expect(code).toBe(0);
    expect(err).toMatch(/precision was not reached within 7 replications/);
  });

  it.each([
    ['compare small.policy.json --traffic log.csv', /nothing to compare with/],
    ['compare small.policy.json --set guard.openForMs --traffic log.csv', /not of the form/],
    ['compare small.policy.json --set guard.openFor=1 --traffic log.csv', /Numbers of guard: .*openForMs/],
    ['compare small.policy.json --set guard.openForMs=-1 --traffic log.csv', /at least/],
    [`${COMPARE} --replications 1`, /from 2 to 10000/],
    [`${COMPARE} --precision often`, /is no precision/],
    [`${COMPARE} --precision beauty=1`, /no figure “beauty”/],
    [`${COMPARE} --gate beauty`, /no figure “beauty”/],
    [`${COMPARE} --shard 3/2 --out a.shard.json`, /is no shard/],
    [`${COMPARE} --shard 1/2`, /name one with --out/],
    ['compare small.policy.json no.policy.json', /There is no file/],
  ])('%s ends with 2', async (args, sentence) => {
    expect(await gracefall(args)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(sentence) });
  });

  it('ends with 1 and the errors when a policy cannot run', async () => {
    const open = JSON.parse(smallPolicyText);
    open.policy.edges = [];
    await writeFile(join(folder, 'open.policy.json'), JSON.stringify(open));
    const { code, out, err } = await gracefall('compare small.policy.json open.policy.json --traffic log.csv');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^error /m);
  });

  it('stops when it is told, writing nothing', async () => {
    expect((await gracefall(`${COMPARE} --out a.comparison.json`, { signal: AbortSignal.abort() })).code).toBe(130);
    expect(await readdir(folder)).not.toContain('a.comparison.json');
  });
});

describe('gracefall sweep', () => {
  it('prints every combination, marked against the policy as drawn, with the front', async () => {
    const { code, out, err } = await gracefall(`${SWEEP} --vary guard.failureCount=3/20,guard.openForMs=5000:50000:2`);
    expect(code).toBe(0);
    expect(err).toContain('5 variants × 1 scenario × 2 replications: 10 runs of');
    expect(out).toMatch(/guard.failureCount +guard.openForMs +Availability/);
    expect(out).toMatch(/base +5 +30000/);
    expect(out).toMatch(/v4 +20 +50000/);
    expect(out).toContain('◆');
  });

  it('one at a time says which field matters most', async () => {
    const { out } = await gracefall(
      `${SWEEP} --one-at-a-time --vary provider:openai.models.big.outputUsdPerMTok=±50%,apology.latencyMs=±20%`,
    );
    expect(out).toMatch(/provider:openai.models.big.outputUsdPerMTok +5 → 15 .*−\n/);
    expect(out).toMatch(/apology.latencyMs|1 other field changed none/);
  });

  it.each([
    ['', /nothing to vary/],
    [' --vary guard.failureCount', /form node.field=from:to:steps/],
    [' --vary guard.failureCount=1:2', /is no range/],
    [' --vary nobody.failureCount=1:2:2', /no node “nobody”/],
    [' --vary guard.windowMs=1000:9000:1000,guard.openForMs=1000:9000:1000', /9999 are the most/],
  ])('%s ends with 2', async (args, sentence) => {
    expect(await gracefall(`${SWEEP}${args}`)).toMatchObject({ code: 2, err: expect.stringMatching(sentence) });
  });
});

describe('gracefall merge', () => {
  const sharded = async (args: string, count: number): Promise<string[]> => {
    const files = [];
    for (let index = 1; index <= count; index++) {
      const file = `part-${index}.shard.json`;
      const { code, out, err } = await gracefall(`${args} --shard ${index}/${count} --out ${file}`);
      expect({ code, out }).toEqual({ code: 0, out: '' });
      expect(err).toMatch(new RegExp(`Shard ${index} of ${count} \\(\\d+ runs\\) was written`));
      expect(readShard(await readText(file)).ok).toBe(true);
      files.push(file);
    }
    return files;
  };

  it('gives the bytes of one run, of a comparison and of a sweep', async () => {
    for (const args of [
      `${COMPARE} --scenario calm --scenario outage.scenario.json`,
      `${SWEEP} --vary guard.failureCount=3/20 --one-at-a-time`,
    ]) {
      await gracefall(`${args} --out one.comparison.json`);
      const files = await sharded(args, 3);
      const { code, out } = await gracefall(`merge ${files.reverse().join(' ')} --out merged.comparison.json`);
      expect(code).toBe(0);
      expect(await readText('merged.comparison.json')).toBe(await readText('one.comparison.json'));
      expect(out).toMatch(/result [0-9a-f]{64}\n$/);
    }
  });

  it('ends with 2 on what cannot be merged, and writes nothing', async () => {
    const [one, two] = await sharded(COMPARE, 2);
    await gracefall(`${COMPARE} --seed 2 --shard 2/2 --out other.shard.json`);
    await writeFile(join(folder, 'edited.shard.json'), (await readText(two!)).replace(/"availability": [\d.]+/, '"availability": 0.5'));
    await gracefall(`${COMPARE} --out whole.comparison.json`);
    for (const [files, sentence] of [
      [one!, /Shard 2 of 2 is missing/],
      [`${one} ${one}`, /overlap/],
      [`${one} other.shard.json`, /differ in the seed \(1 and 2\)/],
      [`${one} edited.shard.json`, /edited.shard.json does not match its own hash/],
      [`${one} whole.comparison.json`, /This file is a comparison, not a shard/],
      ['no.shard.json', /There is no file/],
    ] as const) {
      expect(await gracefall(`merge ${files} --out x.comparison.json`)).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringMatching(sentence),
      });
    }
    expect(await readdir(folder)).not.toContain('x.comparison.json');
  });
});

describe('help', () => {
  it('shows examples for each', async () => {
    for (const command of ['compare', 'sweep', 'merge']) {
      expect(await gracefall(`${command} --help`)).toMatchObject({ code: 0, out: expect.stringContaining('Examples:') });
    }
  });
});
