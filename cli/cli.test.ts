import { copyFile, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { policiesFolder, sha256Of, trafficCsv } from '../host/index.ts';
import { readRun } from '../shared/format/index.ts';
import { verifyNative } from '../shared/gateways/index.ts';
import { runResultSchema } from '../shared/model/index.ts';
import { gracefallIn } from '../test/fixtures/gracefall.ts';
import { smallOutage, smallPolicyText, smallTraffic, smallTrafficSpec } from '../test/fixtures/small-policy.ts';
import type { Terminal } from './terminal.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gracefall-cli-')));
  await writeFile(join(folder, 'small.policy.json'), smallPolicyText);
  await writeFile(join(folder, 'log.csv'), trafficCsv(smallTraffic));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const gracefall = (args: string, changed: Partial<Terminal> = {}) => gracefallIn(folder, args, changed);

const readText = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
async function changedPolicy(name: string, change: (document: any) => void): Promise<void> {
  const document = JSON.parse(smallPolicyText);
  change(document);
  await writeFile(join(folder, name), JSON.stringify(document));
}
const SIMULATE = 'simulate small.policy.json --traffic log.csv';

describe('gracefall validate', () => {
  it('is content with a policy that has no errors', async () => {
    const { code, out } = await gracefall('validate small.policy.json');
    expect(code).toBe(0);
    expect(out).toContain('Small assistant');
  });

  it('ends with 1 and every error, and the same as JSON', async () => {
    await changedPolicy('open.policy.json', ({ policy }) => {
      policy.edges = [];
    });
    const { code, out } = await gracefall('validate open.policy.json');
    expect(code).toBe(1);
    expect(out).toMatch(/^error /m);
    const json = await gracefall('validate open.policy.json --json');
    expect(json.code).toBe(1);
    const report = JSON.parse(json.out);
    expect(report).toMatchObject({ ok: false, policy: { id: 'small' } });
    expect(report.findings.filter((finding: any) => finding.severity === 'error').length).toBeGreaterThan(1);
  });

  it('looks at a log for the rules on time and money, which assume a quiet service without one', async () => {
    await changedPolicy('often.policy.json', ({ policy }) => {
      for (const node of policy.nodes) {
        if (node.kind === 'model') node.config.serverErrorRate = 0.02;
      }
    });
    const about = (json: string): string | undefined =>
      JSON.parse(json).findings.find(({ rule }: any) => rule === 'traffic/breaker-trips-on-ordinary-errors')?.message;
    const assumed = await gracefall('validate often.policy.json --json');
    expect(JSON.parse(assumed.out).traffic).toBeNull();
    expect(about(assumed.out)).toContain('assumed');
    // A request in ten seconds, then ten a second, in a log with columns of its own.
    for (const [name, gapMs] of [['calm', 10_000] as const, ['busy', 100] as const]) {
      const rows = Array.from({ length: 400 }, (_, at) => `${at * gapMs},100,50`);
      await writeFile(join(folder, `${name}.csv`), `ts,prompt,answer\n${rows.join('\n')}\n`);
    }
    const columns = '--map arrival=ts,inputTokens=prompt,outputTokens=answer --json';
    const calm = await gracefall(`validate often.policy.json --traffic calm.csv ${columns}`);
    expect(calm.code).toBe(0);
    expect(about(calm.out)).toBeUndefined();
    const busy = await gracefall(`validate often.policy.json --traffic busy.csv ${columns}`);
    expect(about(busy.out)).toContain('the traffic “busy');
    expect(JSON.parse(busy.out).traffic).toMatchObject({ requests: 400, sha256: sha256Of(await readText('busy.csv')) });
  });

  it('ends with 2 when the log cannot be used', async () => {
    expect(await gracefall('validate small.policy.json --traffic gone.csv')).toMatchObject({ code: 2, out: '' });
  });

  it('counts what is silenced in the file, and lists it with the reason as JSON', async () => {
    await changedPolicy('silenced.policy.json', ({ policy }) => {
      policy.silenced = [{ rule: 'entry/no-promise', nodeId: 'entry', reason: 'Promised in the contract.' }];
    });
    const { code, out } = await gracefall('validate silenced.policy.json');
    expect(code).toBe(0);
    expect(out).not.toContain('entry/no-promise');
    expect(out).toContain('1 silenced in the file');
    const { findings, silenced } = JSON.parse((await gracefall('validate silenced.policy.json --json')).out);
    expect(silenced).toEqual([
      { finding: expect.objectContaining({ rule: 'entry/no-promise' }), reason: 'Promised in the contract.', about: null },
    ]);
    expect(findings.map(({ rule }: any) => rule)).not.toContain('entry/no-promise');
  });

  it.each([
    ['broken JSON', '{ "format": 1,\n  "policy": {', /line 2/i],
    ['a newer format', JSON.stringify({ ...JSON.parse(smallPolicyText), format: 99 }), /99.*\b3\b/],
    ['conflict markers', `<<<<<<< HEAD\n${smallPolicyText}`, /conflict/i],
    ['an empty file', '', /empty/],
    ['another JSON', '[1]', /not a policy/],
  ])('ends with 2 and a sentence on %s', async (_, text, sentence) => {
    await writeFile(join(folder, 'bad.policy.json'), text);
    const told = await gracefall('validate bad.policy.json');
    expect(told).toMatchObject({ code: 2, out: '', err: expect.stringMatching(sentence) });
    expect(await readText('bad.policy.json')).toBe(text);
    const json = await gracefall('validate bad.policy.json --json');
    expect(JSON.parse(json.out)).toMatchObject({ ok: false, unreadable: { reason: expect.any(String) } });
  });

  it('ends with 2 on a port that is connected twice, naming both ends', async () => {
    await changedPolicy('twice.policy.json', ({ policy }) => policy.edges.push({ from: 'guard', port: 'next', to: 'cheap' }));
    const { code, err } = await gracefall('validate twice.policy.json');
    expect(code).toBe(2);
    expect(err).toMatch(/connected twice.*Big model.*Cheap model/);
  });

  it('ends with 1 on a graph that calls itself', async () => {
    await changedPolicy('cycle.policy.json', ({ policy }) => {
      policy.edges.find((edge: any) => edge.from === 'guard').to = 'tiers';
    });
    const { code, out } = await gracefall('validate cycle.policy.json');
    expect(code).toBe(1);
    expect(out).toMatch(/cycle|loop/i);
    expect((await gracefall('simulate cycle.policy.json --traffic log.csv')).code).toBe(1);
  });

  it('ends with 2 when there is no such file', async () => {
    expect(await gracefall('validate no.policy.json')).toMatchObject({ code: 2, err: expect.stringContaining('There is no file') });
  });
});

describe('gracefall simulate', () => {
  it('prints a page: headline, tier shares by phase, breaker transitions, cost, assumptions, hash', async () => {
    await writeOutage();
    const { code, out, err } = await gracefall(`${SIMULATE} --scenario outage.scenario.json`);
    expect(code).toBe(0);
    expect(out).toContain('Small assistant under “Outage”');
    expect(out).toMatch(/3:20 – 6:40 +OpenAI is away +\d+/);
    expect(out).toMatch(/OpenAI breaker +closed → open/);
    expect(out).toMatch(/and \d+ more|half-open → closed/);
    expect(out).toMatch(/Cost +\$\d/);
    expect(out).toMatch(/○ OpenAI is away: 100 % of the calls fail/);
    expect(out).toMatch(/result [0-9a-f]{64}\n$/);
    // No terminal: neither colour nor a progress bar.
    expect(out + err).not.toContain('\x1b[');
  });

  it('says what was flawed among the answers and what each guard caught', async () => {
    await changedPolicy('guarded.policy.json', ({ policy }) => {
      const first = policy.edges.find((edge: any) => edge.from === 'entry');
      policy.nodes.push({ id: 'injections', kind: 'input-guard', name: 'Injections', config: { prevalence: 0.1 } });
      policy.edges.push({ from: 'injections', port: 'next', to: first.to });
      first.to = 'injections';
    });
    const text = JSON.stringify({
      format: 1,
      scenario: {
        id: 'drift',
        name: 'Drift',
        description: '',
        events: [
          {
            id: 'worse',
            name: 'Worse answers',
            target: { kind: 'all-providers' },
            effect: { kind: 'quality-loss', share: 0.5 },
            startMs: 0,
            durationMs: 3_600_000,
            rampUpMs: 0,
            rampDownMs: 0,
          },
        ],
      },
    });
    await writeFile(join(folder, 'drift.scenario.json'), text);
    const { code, out } = await gracefall('simulate guarded.policy.json --traffic log.csv --scenario drift.scenario.json');
    expect(code).toBe(0);
    expect(out).toMatch(/No request failed, [\d ]+ were blocked by a guard, yet [\d.]+ % of the answers are wrong;/);
    expect(out).toMatch(/^wrong +[\d.]+ % of answers +\d+ +The answer does not solve the task\.$/m);
    expect(out).toMatch(
      /^layer +node +looks for +reached +caught +leaked +false alarms\ninput +Injections +injection +\d+ +\d+ +[\d.]+ %/m,
    );
    const calm = await gracefall(SIMULATE);
    expect(calm.out).not.toMatch(/Answered, but flawed|Layers of defence/);
  });

  it('runs as a gateway would, names it in the result and says what differs', async () => {
    const { code, out, err } = await gracefall(`${SIMULATE} --dialect portkey`);
    expect(code).toBe(0);
    expect(out).toContain('Small assistant, as Portkey OSS 1.15.2 would run it');
    expect(err).toContain('As Portkey OSS 1.15.2 would run it, not as drawn; what differs:');
    expect(err).toMatch(/breaker is left out: Portkey OSS takes the setting and does nothing with it/);
    const drawn = await gracefall(`${SIMULATE} --json`);
    const asLitellm = await gracefall(`${SIMULATE} --dialect litellm --json`);
    expect(JSON.parse(asLitellm.out).traffic).toEqual(JSON.parse(drawn.out).traffic);
    expect(JSON.parse(asLitellm.out).policy.sha256).not.toBe(JSON.parse(drawn.out).policy.sha256);
  });

  it('prints JSON that is a run result, equal for one worker and two', async () => {
    const one = await gracefall(`${SIMULATE} --json --replications 2 --workers 1`);
    const two = await gracefall(`${SIMULATE} --json --replications 2 --workers 2`);
    expect(runResultSchema.safeParse(JSON.parse(one.out)).success).toBe(true);
    expect(two.out).toBe(one.out);
    expect(JSON.parse(one.out).intervals).not.toBeNull();
  });

  it('writes the same result to a file, and replaces it only as itself', async () => {
    const { out } = await gracefall(`${SIMULATE} --json --out a.run.json`);
    expect(await readText('a.run.json')).toBe(out);
    expect(await gracefall(`${SIMULATE} --seed 2 --out a.run.json`)).toMatchObject({ code: 0 });
    expect(readRun(await readText('a.run.json'))).toMatchObject({ ok: true, value: { seed: 2 } });
    await writeFile(join(folder, 'notes.txt'), 'precious');
    const refused = await gracefall(`${SIMULATE} --out notes.txt`);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('--force') });
    expect(await readText('notes.txt')).toBe('precious');
    expect((await gracefall(`${SIMULATE} --out notes.txt --force`)).code).toBe(0);
  });

  it('never writes over what it reads, by whatever name', async () => {
    await symlink('small.policy.json', join(folder, 'alias.json'));
    for (const target of ['small.policy.json', './log.csv', 'alias.json']) {
      expect(await gracefall(`${SIMULATE} --force --out ${target}`)).toMatchObject({
        code: 2,
        err: expect.stringContaining('which this command reads'),
      });
    }
    expect(await readText('small.policy.json')).toBe(smallPolicyText);
    expect(await readText('log.csv')).toBe(trafficCsv(smallTraffic));
  });

  it('uses the policy’s own traffic and scenarios, and says so', async () => {
    const home = join(folder, 'home');
    await mkdir(join(home, 'scenarios'), { recursive: true });
    await copyFile(join(folder, 'small.policy.json'), join(home, 'small.policy.json'));
    await writeFile(join(home, 'traffic.csv'), trafficCsv(smallTraffic));
    await writeOutage(join('home', 'scenarios', 'mine.scenario.json'));
    const { code, out, err } = await gracefall('simulate home/small.policy.json --scenario mine --json');
    expect(code).toBe(0);
    expect(err).toContain(`the policy’s own ${join(home, 'traffic.csv')} is used`);
    expect(JSON.parse(out).scenario.id).toBe('outage');
  });

  it('takes a shipped scenario by its name, and lists the names for an unknown one', async () => {
    expect((await gracefall(`${SIMULATE} --scenario surge-3x`)).code).toBe(0);
    expect(await gracefall(`${SIMULATE} --scenario flood`)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/named “flood”.*provider-outage/),
    });
  });

  it.each([
    ['--seed -1', /A seed is a whole number/],
    ['--seed 4294967296', /A seed is a whole number/],
    ['--replications 0', /from 1 to 1000/],
    ['--replications 1.5', /from 1 to 1000/],
    ['--preset nonsense', /Allowed choices/],
    ['--map when', /ours=theirs/],
    ['--map time=ts', /no column of ours/],
    ['--frobnicate', /unknown option/],
  ])('ends with 2 on %s', async (flag, sentence) => {
    expect(await gracefall(`${SIMULATE} ${flag}`)).toMatchObject({ code: 2, err: expect.stringMatching(sentence) });
  });

  it('says what is missing when there is no traffic at all', async () => {
    expect(await gracefall('simulate small.policy.json')).toMatchObject({ code: 2, err: expect.stringContaining('--traffic FILE') });
  });

  it('stops when it is told, writing nothing', async () => {
    const told = await gracefall(`${SIMULATE} --replications 1000 --out a.run.json`, { signal: AbortSignal.abort() });
    expect(told.code).toBe(130);
    expect(await readdir(folder)).not.toContain('a.run.json');
  });
});

describe('traffic that cannot be used', () => {
  const head = 'arrival_ms,input_tokens,output_tokens';
  it.each([
    ['without a time column', 'prompt,answer\n1,2\n', /time/],
    ['without rows', `${head}\n`, /no rows/],
    ['without bytes', '', /empty/],
    ['with negative tokens only', `${head}\n0,-1,5\n1,-2,5\n`, /tokens/],
  ])('%s ends with 2 and a sentence', async (_, csv, sentence) => {
    await writeFile(join(folder, 'bad.csv'), csv);
    for (const command of ['import bad.csv', 'simulate small.policy.json --traffic bad.csv']) {
      expect(await gracefall(command)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(sentence) });
    }
    expect(await readText('bad.csv')).toBe(csv);
  });

  it('in part is used in part, and said', async () => {
    await writeFile(join(folder, 'mixed.csv'), `${head}\n2000,10,5\n1000,10,5\n3000,-1,5\n`);
    const { code, out, err } = await gracefall('import mixed.csv --json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ summary: { requestCount: 2, durationMs: 1000 }, rejected: [{ rows: 1, firstLine: 4 }] });
    expect(err).toMatch(/1 row was left out \(the first in line 4\)/);
    expect(err).toMatch(/sorted by time/);
  });
});

describe('gracefall import', () => {
  it('says what is in a log', async () => {
    const { code, out } = await gracefall('import log.csv');
    expect(code).toBe(0);
    expect(out).toMatch(/Requests +\d/);
    expect(out).toContain(sha256Of(trafficCsv(smallTraffic)));
  });

  it('says whose log it is, which column holds what, what became of the calls, and keeps what it left out', async () => {
    const log = [
      '{"created_at":"2026-01-05T10:00:00Z","req_units":10,"res_units":5,"ai_model":"m","ai_org":"acme","cost":2,"response_time":800,"response_status_code":200,"metadata":{"_user":"ann"}}',
      '{"created_at":"2026-01-05T10:00:01Z","req_units":10,"res_units":0,"ai_model":"m","ai_org":"acme","cost":0,"response_time":90,"response_status_code":429,"metadata":{"_user":"bob"}}',
      '{"created_at":"soon","req_units":10,"res_units":5,"ai_model":"m","ai_org":"acme","cost":1,"response_time":800,"response_status_code":200}',
    ];
    await writeFile(join(folder, 'portkey.jsonl'), `${log.join('\n')}\n`);
    const { code, out, err } = await gracefall('import portkey.jsonl --rejects left-out.csv');
    expect(code).toBe(0);
    expect(out).toMatch(/Kind of log +Portkey/);
    expect(out).toContain('user=metadata._user');
    expect(out).toMatch(/Ended +answered 1 \(50 %\), rate limit 1 \(50 %\)/);
    expect(out).toMatch(/Cost +\$0\.020 for 2 requests/);
    expect(out).toMatch(/Rejected rows +1 written to/);
    expect(err).toContain('1 row was left out (the first in line 3): a time that cannot be read.');
    expect(await readText('left-out.csv')).toContain('3,a time that cannot be read,soon');
    expect(await gracefall('import portkey.jsonl --rejects left-out.csv')).toMatchObject({ code: 2, out: '' });
    expect(await gracefall('import portkey.jsonl --rejects portkey.jsonl --force')).toMatchObject({ code: 2, out: '' });
    const json = JSON.parse((await gracefall('import portkey.jsonl --hash-users --json')).out);
    expect(json).toMatchObject({
      preset: 'portkey',
      mapping: { arrival: 'created_at', costUnit: 'cents' },
      recorded: { withLatency: 2, usd: 0.02, models: ['m'], providers: ['acme'] },
    });
    expect(await gracefall('import portkey.jsonl --map durationUnit=hours')).toMatchObject({ code: 2 });
  });

  it('finds columns by the names it is given', async () => {
    await writeFile(join(folder, 'own.csv'), 'ts,q,a,plan,tier\n0,10,5,free,x\n1000,20,6,paid,y\n');
    const { out } = await gracefall('import own.csv --json --map arrival=ts,inputTokens=q,outputTokens=a,metadata=plan,metadata=tier');
    expect(JSON.parse(out).summary).toMatchObject({ requestCount: 2, metadataColumns: ['plan', 'tier'] });
  });
});

describe('gracefall export', () => {
  it('tells the price of a gateway: as drawn against what it does with the export, on the same luck', async () => {
    const { code, out, err } = await gracefall(
      'export small.policy.json --target portkey --leave-out --compare-dialect --traffic log.csv --replications 2 --out a.portkey.json',
    );
    expect(code, err).toBe(0);
    expect(out).toMatch(/as Portkey OSS 1\.15\.2 runs it compared with the drawing/);
    expect(out).toContain('Attempts');
    expect(JSON.parse(await readText('a.portkey.json'))).toBeTypeOf('object');
    const native = await gracefall('export small.policy.json --compare-dialect --traffic log.csv');
    expect(native).toMatchObject({ code: 2, err: expect.stringContaining('nothing to compare') });
  });

  it('prints the gateway file, or writes it', async () => {
    const { code, out } = await gracefall('export small.policy.json');
    expect(code).toBe(0);
    expect(verifyNative(out, sha256Of).ok).toBe(true);
    expect(JSON.parse((await gracefall('export small.policy.json --out a.gateway.json --json')).out)).toEqual({
      ok: true,
      path: join(folder, 'a.gateway.json'),
      sha256: sha256Of(out),
    });
    expect(await readText('a.gateway.json')).toBe(out);
  });

  it('replaces a gateway file, but not one that somebody changed', async () => {
    await gracefall('export small.policy.json --out a.gateway.json');
    expect((await gracefall('export small.policy.json --out a.gateway.json')).code).toBe(0);
    const edited = (await readText('a.gateway.json')).replace('OpenAI breaker', 'Edited by hand');
    await writeFile(join(folder, 'a.gateway.json'), edited);
    expect(await gracefall('export small.policy.json --out a.gateway.json')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--force'),
    });
    expect(await readText('a.gateway.json')).toBe(edited);
  });

  it('for a gateway: its config, what it does otherwise on the error stream and in a file beside', async () => {
    const refused = await gracefall('export small.policy.json --target portkey');
    const { code, err, out } = refused.code === 0 ? refused : await gracefall('export small.policy.json --target portkey --leave-out');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toHaveProperty('targets');
    expect(err).toContain('Portkey OSS takes the setting and does nothing with it');
    expect(err).toContain('gracefall compare small.policy.json --dialect portkey');
    const written = await gracefall('export small.policy.json --target portkey --leave-out --out a.portkey.json --json');
    expect(JSON.parse(written.out)).toMatchObject({
      ok: true,
      paths: [join(folder, 'a.portkey.json'), join(folder, 'a.portkey.fidelity.json')],
    });
    expect(JSON.parse(await readText('a.portkey.fidelity.json'))).toMatchObject({ gracefallFidelity: 1, target: { id: 'portkey' } });
    expect((await gracefall('export small.policy.json --target portkey --leave-out --out a.portkey.json')).code).toBe(0);
  });

  it('is refused while errors stand, with the list, and writes nothing', async () => {
    await changedPolicy('open.policy.json', ({ policy }) => {
      policy.edges = [];
    });
    const { code, out, err } = await gracefall('export open.policy.json --out a.gateway.json');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.match(/^error /gm)!.length).toBeGreaterThan(1);
    expect(await readdir(folder)).not.toContain('a.gateway.json');
  });
});

describe('gracefall generate', () => {
  it('makes traffic that imports as it was described, and replaces nothing unasked', async () => {
    await writeFile(join(folder, 'traffic.spec.json'), JSON.stringify({ ...smallTrafficSpec, seed: 1 }));
    expect(await gracefall('generate traffic.spec.json --out made.csv')).toMatchObject({
      code: 0,
      out: expect.stringContaining('requests'),
    });
    expect(await readText('made.csv')).toBe(trafficCsv(smallTraffic));
    expect(await gracefall('generate traffic.spec.json --out made.csv')).toMatchObject({ code: 2 });
    expect((await gracefall('generate traffic.spec.json --out made.csv.gz --seed 2')).code).toBe(0);
    expect(JSON.parse((await gracefall('import made.csv.gz --json')).out).summary.requestCount).toBeGreaterThan(1000);
  });

  it('ends with 2 on a description that is none', async () => {
    await writeFile(join(folder, 'traffic.spec.json'), '{"label":"x"}');
    expect(await gracefall('generate traffic.spec.json --out made.csv')).toMatchObject({
      code: 2,
      err: expect.stringContaining('durationMs'),
    });
  });
});

describe('help', () => {
  it('shows examples for every command, and ends with 0', async () => {
    for (const command of ['validate', 'simulate', 'export', 'import', 'generate', 'app']) {
      expect(await gracefall(`${command} --help`)).toMatchObject({ code: 0, out: expect.stringContaining('Examples:') });
    }
    expect(await gracefall('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+/) });
  });

  it('is offered after a slip, which ends with 2', async () => {
    expect(await gracefall('simulte')).toMatchObject({ code: 2, err: expect.stringContaining('simulate') });
  });
});

describe('gracefall app', () => {
  it('says that there is no such file or folder before it starts anything', async () => {
    expect(await gracefall('app no.policy.json')).toMatchObject({ code: 2, err: expect.stringContaining('There is no file') });
    expect(await gracefall('app --workspace nowhere')).toMatchObject({ code: 2, err: expect.stringContaining('There is no folder') });
  });
});

describe('the shipped examples', () => {
  it('all validate', async () => {
    for (const id of ['support-assistant', 'extraction-agent', 'metastable-collapse', 'regulated-assistant']) {
      expect((await gracefall(`validate ${join(policiesFolder, id, `${id}.policy.json`)}`)).code).toBe(0);
    }
  });
});

async function writeOutage(name = 'outage.scenario.json'): Promise<void> {
  await writeFile(join(folder, name), JSON.stringify({ format: 1, scenario: smallOutage }));
}
