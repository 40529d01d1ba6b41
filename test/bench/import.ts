import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { loadTraffic } from '../../host/index.ts';
import type { BenchmarkOptions, BenchmarkRow } from './main.ts';

/** A log of eight columns, as a gateway writes it, read into the simulator's columns with DuckDB and with csv-parse; ours includes the file's sha256. */

const ROWS = 1_000_000;
const ROUNDS = 5;

async function writeLog(path: string): Promise<void> {
  const file = await open(path, 'w');
  await file.write('request_id,timestamp,model,user,input_tokens,output_tokens,status,latency_ms\n');
  let lines: string[] = [];
  const start = Date.UTC(2026, 0, 5);
  for (let row = 0; row < ROWS; row++) {
    const at = new Date(start + row * 37).toISOString();
    lines.push(
      `req-${String(row).padStart(9, '0')},${at},gpt-4o,user-${(row * 7919) % 5_000},${200 + ((row * 31) % 4_000)},${20 + ((row * 17) % 600)},200,${400 + ((row * 13) % 3_000)}`,
    );
    if (lines.length === 20_000) {
      await file.write(`${lines.join('\n')}\n`);
      lines = [];
    }
  }
  await file.close();
}

async function readByOurs(path: string): Promise<void> {
  const loaded = await loadTraffic(path);
  if (!loaded.ok) throw new Error(loaded.error.message);
  if (loaded.value.traffic.requestCount !== ROWS) throw new Error(`${loaded.value.traffic.requestCount} of ${ROWS} rows were read`);
}

/** Records by name into the same columns, as a program would that has csv-parse and no database: times, tokens, users, models, ends and latencies as numbers. */
async function readByCsvParse(path: string): Promise<void> {
  const arrivalMs = new Float64Array(ROWS);
  const inputTokens = new Uint32Array(ROWS);
  const outputTokens = new Uint32Array(ROWS);
  const users = new Int32Array(ROWS);
  const models = new Int32Array(ROWS);
  const outcomes = new Uint8Array(ROWS);
  const latencyMs = new Float32Array(ROWS);
  const userCodes = new Map<string, number>();
  const modelCodes = new Map<string, number>();
  const codeOf = (codes: Map<string, number>, text: string): number => {
    const code = codes.get(text) ?? codes.size;
    codes.set(text, code);
    return code;
  };
  let rows = 0;
  for await (const record of createReadStream(path, { highWaterMark: 1 << 20 }).pipe(parse({ columns: true }))) {
    arrivalMs[rows] = Date.parse(record.timestamp);
    inputTokens[rows] = Number(record.input_tokens);
    outputTokens[rows] = Number(record.output_tokens);
    users[rows] = codeOf(userCodes, record.user);
    models[rows] = codeOf(modelCodes, record.model);
    outcomes[rows] = outcomeOfStatus(Number(record.status));
    latencyMs[rows] = Number(record.latency_ms);
    rows++;
  }
  if (rows !== ROWS) throw new Error(`csv-parse gave ${rows} of ${ROWS} rows`);
}

const outcomeOfStatus = (status: number): number => (status < 400 ? 0 : status === 429 ? 1 : status === 408 ? 2 : status < 500 ? 3 : 4);

/** Processor time beside the clock's: on a machine that is shared only the first is ours. */
async function timed(read: () => Promise<void>): Promise<{ rowsPerS: number; processorS: number }> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  await read();
  const { user, system } = process.cpuUsage(before);
  return { rowsPerS: (ROWS / (performance.now() - startedAt)) * 1000, processorS: (user + system) / 1e6 };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

export async function importBench(log: BenchmarkOptions['log']): Promise<BenchmarkRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gracefall-bench-'));
  try {
    const path = join(folder, 'log.csv');
    await writeLog(path);
    const megabytes = (await stat(path)).size / 1e6;
    const ours: Awaited<ReturnType<typeof timed>>[] = [];
    const theirs: Awaited<ReturnType<typeof timed>>[] = [];
    const inWords = ({ rowsPerS, processorS }: { rowsPerS: number; processorS: number }) =>
      `${Math.round(rowsPerS).toLocaleString('en')} rows/s (${processorS.toFixed(1)} s of processor time)`;
    for (let round = 1; round <= ROUNDS; round++) {
      ours.push(await timed(() => readByOurs(path)));
      theirs.push(await timed(() => readByCsvParse(path)));
      log(`  round ${round}: ${inWords(ours.at(-1)!)} against ${inWords(theirs.at(-1)!)}`);
    }
    const name = `import of a CSV of 8 columns, 1 M rows, ${Math.round(megabytes)} MB`;
    const rowsPerS = (runs: typeof ours) => median(runs.map((run) => run.rowsPerS));
    const processorS = (runs: typeof ours) => median(runs.map((run) => run.processorS));
    return [
      {
        name,
        value: rowsPerS(ours),
        unit: 'rows/s',
        ratioTo: 'csv-parse 7 into the same columns',
        ratio: rowsPerS(ours) / rowsPerS(theirs),
      },
      { name: `${name}: csv-parse`, value: rowsPerS(theirs), unit: 'rows/s' },
      {
        name: `${name}: processor time of all threads`,
        value: processorS(ours),
        unit: 's',
        ratioTo: 'that of csv-parse',
        ratio: processorS(ours) / processorS(theirs),
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
