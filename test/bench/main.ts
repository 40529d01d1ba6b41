import { seedOf } from '../../host/simulation/replication.ts';
import { primaryProvider } from '../../shared/kinds/index.ts';
import type { Conditions, Traffic } from '../../shared/model/index.ts';
import { compileScenario, resolveTargets } from '../../shared/scenario/index.ts';
import { outage, publishedCase, secondsOf, supportAssistant, trafficOf } from './cases.ts';
import { runAssistantOnCockatiel, runCockatiel } from './cockatiel-pipeline.ts';
import { designerBench } from './designer.ts';
import { runByHand } from './hand-written.ts';
import { importBench } from './import.ts';
import { rehearsalBench, scaleBench } from './scale.ts';

/** For the processes that the scale benchmark starts. */
export { measureRun, measureRuns } from './scale.ts';

export interface BenchmarkRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly ratioTo?: string;
  readonly ratio?: number;
}

export interface BenchmarkOptions {
  /** Runs only the benchmarks whose name holds this text. */
  readonly only?: string;
  readonly log: (line: string) => void;
}

const ROUNDS = 5;
const COCKATIEL = 'the same through cockatiel 3.2.1 on a virtual clock';

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

/** Median and 95th percentile of a log-normal, as the peer's calls draw it. */
function lognormal(p50: number, p95: number): () => number {
  const sigma = Math.log(p95 / p50) / 1.6448536269514722;
  return () => p50 * Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random()));
}

/**
 * Ours and the peer in turn, so that a machine that slows down slows both; medians of the rounds. A round before them is not counted: both are
 * compiled while it runs.
 */
async function pairs(
  log: BenchmarkOptions['log'],
  ours: () => number,
  peers: () => Promise<number>,
): Promise<{ oursPerS: number; peersPerS: number }> {
  const oursPerS: number[] = [];
  const peersPerS: number[] = [];
  ours();
  await peers();
  for (let round = 1; round <= ROUNDS; round++) {
    oursPerS.push(ours());
    peersPerS.push(await peers());
    log(
      `  round ${round}: ${Math.round(oursPerS.at(-1) as number).toLocaleString('en')} against ${Math.round(peersPerS.at(-1) as number).toLocaleString('en')} requests/s`,
    );
  }
  return { oursPerS: median(oursPerS), peersPerS: median(peersPerS) };
}

async function supportAssistantBench(log: BenchmarkOptions['log']): Promise<BenchmarkRow[]> {
  const requests = 1_000_000;
  const { policy, spec } = supportAssistant();
  const scenario = outage();
  const traffic = trafficOf(spec, requests);
  // The peer gets a tenth of the requests, under the same outage: it is slow enough to be measured on them.
  const peerTraffic = trafficOf(spec, requests / 10);
  const conditions = compileScenario(resolveTargets(scenario, primaryProvider(policy)), [
    { providerId: primaryProvider(policy) ?? '', model: 'gpt-4o' },
  ]);
  let ours: readonly number[] = [];
  let peer: readonly number[] = [];
  const publishedPerS: number[] = [];
  const { oursPerS, peersPerS } = await pairs(
    log,
    () => {
      const { seconds, answeredByTier } = secondsOf(policy, traffic, scenario);
      ours = answeredByTier;
      return traffic.requestCount / seconds;
    },
    async () => {
      publishedPerS.push((await publishedPipeline()).perS);
      const startedAt = performance.now();
      peer = await runAssistantOnCockatiel(peerTraffic, conditions, {
        guardMs: 18,
        longestTokens: 6_000,
        usdPerRequest: 0.004,
        budgetUsd: 60_000,
        primaryMs: lognormal(2_000, 6_000),
        smallerMs: lognormal(1_300, 4_500),
        primaryErrorRate: 0.0025,
        smallerErrorRate: 0.0015,
      });
      return peerTraffic.requestCount / ((performance.now() - startedAt) / 1000);
    },
  );
  log(`  answered by tier: ${ours.join(', ')} of 1 M here, ${peer.join(', ')} of 100 000 through cockatiel`);
  const name = 'support assistant, 1 M requests under a provider outage';
  return [
    {
      name,
      value: oursPerS,
      unit: 'requests/s',
      ratioTo: "cockatiel's pipeline of fallback, retry, breaker and timeout on the published case, in the same run",
      ratio: oursPerS / median(publishedPerS),
    },
    {
      name: `${name}: against the whole of it by hand and through cockatiel`,
      value: oursPerS,
      unit: 'requests/s',
      ratioTo: COCKATIEL,
      ratio: oursPerS / peersPerS,
    },
    {
      name: `${name}: cockatiel (guard, budget, router by hand; fallback, retry, two breakers, timeout)`,
      value: peersPerS,
      unit: 'requests/s',
    },
  ];
}

/** The pipeline that was measured and published for cockatiel, on the load that it was measured on. */
async function publishedPipeline() {
  const traffic = trafficOf(publishedCase.spec, publishedCase.requests);
  const conditions = compileScenario(resolveTargets(publishedCase.scenario, 'primary'), [{ providerId: 'primary', model: 'm' }]);
  const latencyMs = lognormal(publishedCase.latencyP50Ms, publishedCase.latencyP95Ms);
  const startedAt = performance.now();
  const answered = await runCockatiel(traffic.arrivalMs, conditions, latencyMs, publishedCase.ordinaryErrorRate);
  return { ...answered, perS: traffic.requestCount / ((performance.now() - startedAt) / 1000) };
}

async function publishedCaseBench(log: BenchmarkOptions['log']): Promise<BenchmarkRow[]> {
  const policy = publishedCase.policy();
  const traffic = trafficOf(publishedCase.spec, publishedCase.requests);
  const conditions = compileScenario(resolveTargets(publishedCase.scenario, 'primary'), [{ providerId: 'primary', model: 'm' }]);
  let ours: readonly number[] = [];
  let peer = { answeredByPrimary: 0, answeredByFallback: 0 };
  const byHandPerS: number[] = [];
  const { oursPerS, peersPerS } = await pairs(
    log,
    () => {
      const { seconds, answeredByTier } = secondsOf(policy, traffic, publishedCase.scenario);
      ours = answeredByTier;
      return traffic.requestCount / seconds;
    },
    async () => {
      byHandPerS.push(byHand(traffic, conditions, ours));
      const { perS, ...answered } = await publishedPipeline();
      peer = answered;
      return perS;
    },
  );
  log(
    `  answered by primary and fallback: ${ours[0]} and ${ours[2]} here, ${peer.answeredByPrimary} and ${peer.answeredByFallback} through cockatiel`,
  );
  const name = 'published case, 200 000 requests at 200/s, two outages';
  return [
    { name, value: oursPerS, unit: 'requests/s', ratioTo: COCKATIEL, ratio: oursPerS / peersPerS },
    { name: `${name}: cockatiel`, value: peersPerS, unit: 'requests/s' },
    {
      name: `${name}: a loop written by hand for it, with the same luck`,
      value: median(byHandPerS),
      unit: 'requests/s',
      ratioTo: 'the engine',
      ratio: median(byHandPerS) / oursPerS,
    },
  ];
}

/** Requests/s of the loop written by hand, whose counts must be the engine's. */
function byHand(traffic: Traffic, conditions: Conditions, engine: readonly number[]): number {
  const startedAt = performance.now();
  const { answeredByTier } = runByHand(traffic, conditions, seedOf(1, 0), publishedCase);
  const perS = traffic.requestCount / ((performance.now() - startedAt) / 1000);
  if (answeredByTier.join() !== engine.join()) throw new Error(`by hand ${answeredByTier} were answered, by the engine ${engine}`);
  return perS;
}

const benchmarks: readonly { readonly name: string; readonly run: (log: BenchmarkOptions['log']) => Promise<BenchmarkRow[]> }[] = [
  { name: 'support assistant', run: supportAssistantBench },
  { name: 'published case', run: publishedCaseBench },
  { name: 'import', run: importBench },
  { name: 'scale', run: scaleBench },
  { name: 'rehearsal', run: rehearsalBench },
  { name: 'designer', run: designerBench },
];

export async function runBenchmarks({ only, log }: BenchmarkOptions): Promise<BenchmarkRow[]> {
  const rows: BenchmarkRow[] = [];
  for (const benchmark of benchmarks) {
    if (only !== undefined && !benchmark.name.includes(only)) continue;
    log(benchmark.name);
    rows.push(...(await benchmark.run(log)));
  }
  return rows;
}
