import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { trafficCsv } from '../host/index.ts';
import { generate } from '../shared/traffic/index.ts';
import { gracefallIn } from '../test/fixtures/gracefall.ts';
import { smallOutage, smallPolicyText, smallTrafficSpec } from '../test/fixtures/small-policy.ts';

let folder: string;
const readText = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
const write = (name: string, value: unknown): Promise<void> =>
  writeFile(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
const withConfig = (nodeId: string, config: object): unknown => {
  const document = JSON.parse(smallPolicyText);
  Object.assign(document.policy.nodes.find(({ id }: { id: string }) => id === nodeId).config, config);
  return document;
};
const gateFile = (gate: object): unknown => ({ format: 1, gate });

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gracefall-gate-')));
  await write('good.policy.json', smallPolicyText);
  // Stays open long after the outage is over: fewer answers of tier 1.
  await write('worse.policy.json', withConfig('guard', { openForMs: 400_000 }));
  await write('log.csv', trafficCsv(generate({ ...smallTrafficSpec, requestsPerS: 1 }, 1)));
  await write('outage.scenario.json', { format: 1, scenario: { ...smallOutage, id: 'outage' } });
  await write('gracefall.config.json', gateFile({ scenarios: ['outage.scenario.json'], notWorse: ['tier1Share', 'failedShare'] }));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const REPORTS = '--markdown gate.md --junit gate.xml --sarif gate.sarif';
const gate = (base: string, head: string, more = '') =>
  gracefallIn(folder, `compare ${base}.policy.json ${head}.policy.json --traffic log.csv --replications 6 --gate ${more}`.trim());

it('refuses the worse policy with 1 and says why in every form, and lets the better one through with 0', async () => {
  const refused = await gate('good', 'worse', REPORTS);
  expect(refused).toMatchObject({
    code: 1,
    err: expect.stringContaining('The gate refuses it: 1 of 3 checks failed (gracefall.config.json).'),
  });
  const page = await readText('gate.md');
  expect(page).toMatch(/^<!-- gracefall-gate -->\n## ❌ The gate refuses this policy: one reason/);
  expect(page).toMatch(/- \*\*Answered by tier 1 is not worse under “[^”]+”\.\*\* Answered by tier 1 is worse in head .* points/);
  expect(page).toMatch(/- “OpenAI breaker” .*\(was /);
  expect(page).toMatch(/\| Answered by tier 1 \| .* \| ▼ worse \|/);
  const junit = await readText('gate.xml');
  expect(junit).toContain('<testsuites name="gracefall gate" tests="3" failures="1" errors="0">');
  expect(junit).toMatch(/<failure type="gate\/not-worse" message="Answered by tier 1 is worse/);
  const sarif = JSON.parse(await readText('gate.sarif'));
  expect(sarif).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'Gracefall' } } }] });
  expect(sarif.runs[0].results).toContainEqual(
    expect.objectContaining({ ruleId: 'gate/not-worse', level: 'error', message: { text: expect.stringContaining('tier 1') } }),
  );

  // The other way round the same change is a better one; reports of our own are written over.
  const passed = await gate('worse', 'good', REPORTS);
  expect(passed).toMatchObject({ code: 0, err: expect.stringContaining('The gate lets it through: 3 checks passed') });
  expect(await readText('gate.md')).toContain('✅ The gate lets this policy through');
  expect(await readText('gate.xml')).toContain('failures="0"');
});

it('runs the required scenarios unasked and holds the limits, each under its scenario', async () => {
  const limits = [
    { figure: 'tier1Share', atLeast: 0.99, scenario: 'outage' },
    { figure: 'usdPerRequest', atMost: 1 },
    { figure: 'p95Ms', atMost: 60_000, scenario: 'storm' },
  ];
  await write('gracefall.config.json', gateFile({ scenarios: ['outage.scenario.json', 'calm'], notWorse: [], limits }));
  const { code, err, out } = await gate('good', 'good');
  expect(code).toBe(1);
  expect(out).toMatch(/Under “No incident”/);
  expect(err).toMatch(/Answered by tier 1 is .* under “[^”]+”; the limit is at least 99 %/);
  expect(err).toContain('The scenario storm was not run, so this limit was not looked at.');
  expect(err).toContain('2 of 5 checks failed');
});

it('refuses a version that brings new errors, without a run, and points to the line', async () => {
  await write('broken.policy.json', JSON.stringify(withConfig('big', { model: 'gone' }), null, 2));
  expect(await gate('good', 'broken', REPORTS)).toMatchObject({ code: 1, err: expect.stringMatching(/refused {2}.*gone/) });
  expect(await readText('gate.md')).toContain('No new errors');
  const { results } = JSON.parse(await readText('gate.sarif')).runs[0];
  const line = results[0].locations[0].physicalLocation.region.startLine;
  expect(results[0]).toMatchObject({ level: 'error', baselineState: 'new' });
  expect((await readText('broken.policy.json')).split('\n')[line - 1]).toContain('gone');
});

it('takes the nearest file of the workspace, else judges the headline figures and says so', async () => {
  await mkdir(join(folder, 'policies'));
  await write('policies/worse.policy.json', withConfig('guard', { openForMs: 400_000 }));
  expect((await gate('good', 'policies/worse')).err).toContain('(gracefall.config.json)');
  await rm(join(folder, 'gracefall.config.json'));
  expect(await gate('good', 'worse')).toMatchObject({ code: 0, err: expect.stringContaining('no gracefall.config.json was found') });
});

it.each([
  [gateFile({ limits: [{ figure: 'beauty', atLeast: 1 }] }), /limits\.0\.figure is "beauty": there is no such figure/],
  [gateFile({ limits: [{ figure: 'p95Ms' }] }), /a limit needs atLeast or atMost/],
  [gateFile({ scenarioes: [] }), /keys? that this version does not know: "scenarioes"/],
  ['{', /not JSON/],
])('refuses a gate that cannot be read with 2 and a sentence: %j', async (file, sentence) => {
  await write('gracefall.config.json', file);
  expect(await gate('good', 'good')).toMatchObject({ code: 2, err: expect.stringMatching(sentence) });
});

it('refuses report flags without the gate, and to write over what it reads', async () => {
  expect(await gracefallIn(folder, 'compare good.policy.json worse.policy.json --traffic log.csv --markdown a.md')).toMatchObject({
    code: 2,
  });
  expect(await gate('good', 'worse', '--markdown gracefall.config.json')).toMatchObject({ code: 2, err: expect.stringMatching(/reads/) });
});

it('wants approvals of exactly this version, from others than who submitted it, in a log that nobody touched', async () => {
  await write('gracefall.config.json', gateFile({ notWorse: [], approvals: 1 }));
  const audit = (args: string) => gracefallIn(folder, `audit ${args}`);
  expect((await gate('good', 'worse')).err).toContain('Nobody has approved exactly this version; one approval is needed.');
  await audit('submit worse.policy.json --as Ann');
  await audit('approve worse.policy.json --as Ann');
  expect((await gate('good', 'worse')).code).toBe(1);
  expect(await audit('approve worse.policy.json --as Bea --node guard')).toMatchObject({ code: 0 });
  expect(await gate('good', 'worse')).toMatchObject({ code: 0 });
  expect(await audit('verify worse.policy.json')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/3 entries, unchanged\. .* is approved/),
  });
  // Another version than the one that was agreed to.
  await write('worse.policy.json', withConfig('guard', { openForMs: 500_000 }));
  expect((await gate('good', 'worse')).code).toBe(1);
  const log = await readText('worse.audit.jsonl');
  await write('worse.audit.jsonl', log.replace('Bea', 'Eva'));
  expect(await audit('verify worse.policy.json')).toMatchObject({ code: 1, err: expect.stringContaining('Line 3 was changed') });
  expect(await audit('approve worse.policy.json --as Cem')).toMatchObject({ code: 1 });
  expect(await audit('approve good.policy.json --as Cem --node nowhere')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/no node nowhere/),
  });
});
