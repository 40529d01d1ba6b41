import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { rehearse } from '../../host/simulation/index.ts';
import {
  EXAMPLE_TRAFFIC,
  generateExample,
  type LoadedTraffic,
  trafficCsv,
  trafficFromExample,
  writeTraffic,
} from '../../host/traffic/index.ts';
import { readPolicy, readScenario, writePolicy, writeScenario } from '../../shared/format/index.ts';
import { lint } from '../../shared/lint/index.ts';
import { CALM, type RunResult, type Scenario } from '../../shared/model/index.ts';
import { checkScenario, library } from '../../shared/scenario/index.ts';

/**
 * Every shipped example under every scenario it can be rehearsed with: what a newcomer sees must not change unnoticed. After a wanted change:
 * `npm run goldens`. With `GRACEFALL_WRITE_EXAMPLES=1` the traffic and the headlines are written anew as well.
 */
const policies = join(import.meta.dirname, '../../policies');
const isWriting = process.env['GRACEFALL_WRITE_EXAMPLES'] === '1';
const SEED = 1;
const LARGEST_TRAFFIC_BYTES = 400_000;

type Golden = ReturnType<typeof goldenOf>;

/** Thousands with a thin space, as on every screen. */
const count = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, '\u2009');
const percent = (ratio: number) => `${(Math.floor(ratio * 10_000) / 100).toString()} %`;
const usd = (value: number) => `$${value.toFixed(2)}`;

/** The welcome card's sentence, from what was measured. */
const headlines: Readonly<Record<string, (golden: ReadonlyMap<string, Golden>) => string>> = {
  'support-assistant': (golden) => {
    const { availability, outcomes } = of(golden, 'provider-outage');
    return `In an hour with a 12-minute outage ${percent(availability)} of questions were answered: ${count(outcomes.answeredByTier[1]!)} by the smaller model, ${count(outcomes.answeredByTier[2]!)} by the fixed text.`;
  },
  'extraction-agent': (golden) => {
    const { availability, cost } = of(golden, 'provider-outage');
    return `In an hour with a 12-minute outage of the cheap model ${percent(availability)} of documents were dealt with, for ${usd(cost.usd)} instead of ${usd(of(golden, 'calm').cost.usd)}.`;
  },
  'regulated-assistant': (golden) => {
    const { outcomes, requests } = of(golden, 'calm');
    return `Of ${count(requests)} requests in a calm hour the checks stopped ${count(outcomes.blocked)}; ${count(outcomes.answeredByTier[1]!)} were answered by the second model.`;
  },
  'metastable-collapse': (golden) => {
    const { outcomes, requests } = of(golden, 'one-bad-minute');
    return `After one minute with a quarter of its slots the cluster wrote ${count(outcomes.answeredByTier[0]!)} of ${count(requests)} answers; the retries kept it down for the rest of 40 minutes.`;
  },
};

function of(golden: ReadonlyMap<string, Golden>, scenarioId: string): Golden {
  const figures = golden.get(scenarioId);
  if (figures === undefined) throw new Error(`no run of ${scenarioId}`);
  return figures;
}

/** Figures that a person would compare; series, traces and the hash would change with every refinement. */
function goldenOf(result: RunResult) {
  const rounded = (value: number | null, digits: number) => (value === null ? null : Number(value.toFixed(digits)));
  return {
    scenario: result.scenario.id,
    seed: result.seed,
    requests: result.requests,
    outcomes: result.outcomes,
    availability: result.availability,
    latencyMs: Object.fromEntries(Object.entries(result.latencyMs).map(([key, value]) => [key, rounded(value, 1)])),
    cost: { usd: rounded(result.cost.usd, 4)!, wastedUsd: rounded(result.cost.wastedUsd, 4)! },
    attempts: result.attempts.total,
    breakers: result.breakers.map(({ nodeId, rejected, openMs, transitions }) => ({
      nodeId,
      rejected,
      openMs: rounded(openMs, 1),
      transitions: transitions.length,
      firstTransitions: transitions.slice(0, 8).map(({ atMs, from, to }) => `${rounded(atMs, 1)} ms: ${from} → ${to}`),
    })),
  };
}

describe.each(Object.keys(headlines))('%s', (id) => {
  const folder = join(policies, id);
  const golden = new Map<string, Golden>();
  let policyText: string;
  let loaded: LoadedTraffic;
  let scenarios: readonly Scenario[];

  beforeAll(async () => {
    if (isWriting) await writeTraffic(await generateExample(folder), join(folder, EXAMPLE_TRAFFIC), 'csv.gz');
    policyText = await readFile(join(folder, `${id}.policy.json`), 'utf8');
    const traffic = await trafficFromExample(folder);
    if (!traffic.ok) throw new Error(traffic.error.message);
    loaded = traffic.value;
    const names = (await readdir(join(folder, 'scenarios'))).sort();
    const own = await Promise.all(names.map((name) => scenarioIn(join(folder, 'scenarios', name))));
    // Of the library, what strikes something that the example has: reviewers cannot be away where there are none.
    scenarios = [CALM, ...library.filter((scenario) => strikes(scenario, policyText, loaded)), ...own];
  });

  test('the policy is canonical, complete and free of errors and warnings', () => {
    const opened = readPolicy(policyText);
    if (!opened.ok) throw new Error(opened.error.message);
    expect(writePolicy(opened.value.document)).toBe(policyText);
    expect(lint(opened.value.document.policy).filter(({ severity }) => severity !== 'info')).toEqual([]);
    const drawn = Object.keys(opened.value.document.layout.nodes).sort();
    expect(drawn).toEqual(opened.value.document.policy.nodes.map((node) => node.id).sort());
    expect(existsSync(join(folder, 'README.md'))).toBe(true);
  });

  test('the traffic is what its description generates, small, and calls itself generated', async () => {
    const packed = await readFile(join(folder, EXAMPLE_TRAFFIC));
    expect(packed.length).toBeLessThan(LARGEST_TRAFFIC_BYTES);
    expect(gunzipSync(packed).toString('utf8') === trafficCsv(await generateExample(folder)), 'run with GRACEFALL_WRITE_EXAMPLES=1').toBe(
      true,
    );
    expect(loaded.traffic.origin).toBe('generated');
    expect(loaded.rejected).toEqual([]);
    expect(loaded.notes).toEqual([]);
  });

  test('each scenario gives the figures that were agreed', async () => {
    for (const scenario of scenarios) {
      const rehearsal = await rehearse({
        policyText,
        traffic: loaded.traffic,
        trafficSha256: loaded.sha256,
        scenario,
        seed: SEED,
        inProcess: true,
      });
      if (rehearsal.kind !== 'result') throw new Error(`${scenario.id}: ${JSON.stringify(rehearsal)}`);
      expect(rehearsal.warnings).toEqual([]);
      const figures = goldenOf(rehearsal.result);
      golden.set(scenario.id, figures);
      await expect(`${JSON.stringify(figures, null, 2)}\n`).toMatchFileSnapshot(join(folder, 'golden', `${scenario.id}.json`));
    }
  });

  test('no scenario leaves everything as it is', () => {
    for (const scenario of scenarios.filter(({ id: scenarioId }) => scenarioId !== 'calm')) {
      expect({ ...golden.get(scenario.id), scenario: 'calm' }, scenario.id).not.toEqual(golden.get('calm'));
    }
  });

  test('the welcome card says what was measured', async () => {
    const path = join(folder, 'about.json');
    const about = JSON.parse(await readFile(path, 'utf8'));
    const headline = headlines[id]!(golden);
    if (isWriting) await writeFile(path, `${JSON.stringify({ ...about, headline }, null, 2)}\n`);
    else expect(about.headline).toBe(headline);
  });
});

function strikes(scenario: Scenario, policyText: string, { traffic }: LoadedTraffic): boolean {
  const opened = readPolicy(policyText);
  if (!opened.ok) throw new Error(opened.error.message);
  return checkScenario(scenario, opened.value.document.policy, traffic.arrivalMs[traffic.requestCount - 1] ?? 0).length === 0;
}

async function scenarioIn(path: string): Promise<Scenario> {
  const text = await readFile(path, 'utf8');
  const read = readScenario(text);
  if (!read.ok) throw new Error(read.error.message);
  expect(writeScenario(read.value)).toBe(text);
  return read.value;
}
