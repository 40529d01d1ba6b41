import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { rehearse } from '../../host/index.ts';
import { bucketMsFor } from '../../host/simulation/buckets.ts';
import { startReplication } from '../../host/simulation/replication.ts';
import { writePolicy } from '../../shared/format/index.ts';
import { POLICY_FORMAT, type Traffic } from '../../shared/model/index.ts';
import { outage, supportAssistant, trafficOf } from './cases.ts';
import type { BenchmarkOptions, BenchmarkRow } from './main.ts';

/** What becomes of time and memory as the traffic grows, on the support assistant under a provider outage. */

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

export interface Measured {
  readonly requests: number;
  readonly seconds: number;
  /** Of the whole process: traffic, engine, Node itself. */
  readonly peakMegabytes: number;
  /** Bytes of the heap that were allocated while the run went on, by request; a collection in between hides some. */
  readonly heapBytesARequest: number;
  /** Bytes that are still there at nine tenths of the run and were not at one tenth, after a collection at both. */
  readonly heapGrowthBytes: number;
}

/** Runs so many requests in this process. Needs `--expose-gc` for the growth of the heap. */
export function measureRun(requests: number): Measured {
  const { policy, spec } = supportAssistant();
  const traffic = trafficOf(spec, requests);
  const scenario = outage();
  const bucketMs = bucketMsFor(traffic.arrivalMs[traffic.requestCount - 1] ?? 0);
  // A collection makes the compiler begin anew, which would be most of a short run.
  const collect = (requests >= 1_000_000 ? (globalThis as { gc?: () => void }).gc : undefined) ?? (() => undefined);
  const startedAt = performance.now();
  const { run } = startReplication({ policy, traffic, scenario, seed: 1, bucketMs, traceCount: 200 }, 0);
  const live = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  let early: number | undefined;
  let late: number | undefined;
  let allocated = 0;
  let pausedMs = 0;
  for (let hasEnded = false; !hasEnded; ) {
    const before = process.memoryUsage().heapUsed;
    hasEnded = run.advance(1 << 18);
    allocated += Math.max(0, process.memoryUsage().heapUsed - before);
    const pausedAt = performance.now();
    if (early === undefined && run.requestsDone >= requests / 10) early = live();
    else if (late === undefined && run.requestsDone >= (requests * 9) / 10) late = live();
    pausedMs += performance.now() - pausedAt;
  }
  run.outcome();
  return {
    requests: traffic.requestCount,
    seconds: (performance.now() - startedAt - pausedMs) / 1000,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    heapBytesARequest: allocated / traffic.requestCount,
    heapGrowthBytes: (late ?? 0) - (early ?? 0),
  };
}

/** Requests that a size is measured on, in as many runs as it takes: one short run is as long as the machine's next interruption. */
const MEASURED_REQUESTS = 500_000;

/** The run of median time among several of one size. */
export function measureRuns(requests: number): Measured {
  const runs = Array.from({ length: Math.max(1, Math.floor(MEASURED_REQUESTS / requests)) }, () => measureRun(requests));
  return runs.sort((a, b) => a.seconds - b.seconds)[runs.length >> 1] as Measured;
}

/** In a process of its own, since a peak cannot be reset; some runs before, since the compiler needs a few of them to be done with the loop, and its work is not to be counted to any size. */
async function measuredAlone(requests: number): Promise<Measured> {
  const bundle = new URL(import.meta.url.includes('/chunks/') ? '../bench.js' : './bench.js', import.meta.url).href;
  const script = `const { measureRun, measureRuns } = await import(${JSON.stringify(bundle)}); for (let run = 0; run < 6; run++) measureRun(100_000); console.log(JSON.stringify(measureRuns(${requests})));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--input-type=module', '--eval', script]);
  return JSON.parse(stdout) as Measured;
}

const SIZES = [10_000, 100_000, 1_000_000, 10_000_000] as const;
const ROUNDS = 3;

export async function scaleBench(log: BenchmarkOptions['log']): Promise<BenchmarkRow[]> {
  const rows: BenchmarkRow[] = [];
  let atTenThousand = 0;
  for (const size of SIZES) {
    const runs: Measured[] = [];
    for (let round = 0; round < (size === 10_000_000 ? 1 : ROUNDS); round++) runs.push(await measuredAlone(size));
    const microseconds = median(runs.map(({ seconds, requests }) => (seconds / requests) * 1e6));
    if (size === SIZES[0]) atTenThousand = microseconds;
    const { peakMegabytes, heapBytesARequest, heapGrowthBytes } = runs[0] as Measured;
    log(
      `  ${size.toLocaleString('en')} requests: ${microseconds.toFixed(3)} µs each, peak ${Math.round(peakMegabytes)} MB, ${heapBytesARequest.toFixed(1)} heap bytes a request, live heap ${heapGrowthBytes >= 0 ? 'grew' : 'shrank'} by ${Math.round(Math.abs(heapGrowthBytes) / 1024)} KB`,
    );
    rows.push({
      name: `support assistant, ${size.toLocaleString('en')} requests: time of one`,
      value: microseconds,
      unit: 'µs',
      ratioTo: 'the time of one of 10,000',
      ratio: microseconds / atTenThousand,
    });
    if (size < 1_000_000) continue;
    const name = `support assistant, ${size.toLocaleString('en')} requests`;
    rows.push({ name: `${name}: peak memory of the process`, value: peakMegabytes, unit: 'MB' });
    rows.push({ name: `${name}: heap allocated while running`, value: heapBytesARequest, unit: 'bytes a request' });
    rows.push({ name: `${name}: live heap, from a tenth to nine tenths of the run`, value: heapGrowthBytes / 1024, unit: 'KB more' });
  }
  return rows;
}

/** As the app runs it: text in, worker threads, a result out. */
export async function rehearsalBench(log: BenchmarkOptions['log']): Promise<BenchmarkRow[]> {
  const { policy, spec } = supportAssistant();
  const policyText = writePolicy({ format: POLICY_FORMAT, policy, layout: { nodes: {}, notes: [], groups: [] } });
  const scenario = outage();
  const secondsOf = async (traffic: Traffic, replications: number, workers: number, seed = 1): Promise<number> => {
    const startedAt = performance.now();
    const rehearsal = await rehearse({ policyText, traffic, trafficSha256: '0'.repeat(64), scenario, seed, replications, workers });
    if (rehearsal.kind !== 'result') throw new Error(`the rehearsal was ${rehearsal.kind}`);
    return (performance.now() - startedAt) / 1000;
  };
  await secondsOf(trafficOf(spec, 10_000), 1, 1);
  const first: number[] = [];
  const again: number[] = [];
  const one: number[] = [];
  const two: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const traffic = trafficOf(spec, 100_000);
    first.push((await secondsOf(traffic, 1, 1)) * 1000);
    // Another seed stands for a knob that was turned: nothing of the last run can be used again.
    await secondsOf(traffic, 1, 1, 2);
    again.push((await secondsOf(traffic, 1, 1, 3)) * 1000);
    const longer = trafficOf(spec, 500_000);
    one.push(await secondsOf(longer, 8, 1));
    two.push(await secondsOf(longer, 8, 2));
    log(
      `  round ${round}: ${Math.round(first.at(-1)!)} ms to the first figures of 100 000 requests, ${Math.round(again.at(-1)!)} ms after a change; 8 replications in ${one.at(-1)!.toFixed(2)} s by one worker, ${two.at(-1)!.toFixed(2)} s by two`,
    );
  }
  return [
    { name: 'rehearsal of 100 000 requests, from policy text to figures', value: median(first), unit: 'ms' },
    { name: 'the same after a change, on threads that are warm', value: median(again), unit: 'ms' },
    {
      name: '8 replications of 500 000 requests by two workers',
      value: median(two),
      unit: 's',
      ratioTo: 'of the speed of one worker',
      ratio: median(one) / median(two),
    },
  ];
}
