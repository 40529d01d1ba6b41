import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadTraffic } from '../../host/index.ts';
import { ANSWERED, type MetadataColumn, outcomeOf, type Traffic } from '../../shared/model/index.ts';
import { type Broken, type Call, callAt, type GatewayLog, gatewayLogs, writeGatewayLog } from '../fixtures/gateway-logs.ts';

/** One table of requests, written as each gateway would, is the same table when it is read. GRACEFALL_LOG_ROWS writes larger ones. */

const ROWS = Number(process.env['GRACEFALL_LOG_ROWS'] ?? 3_000);
const calls = Array.from({ length: ROWS }, (_, at) => callAt(at));
const whole = calls.filter(({ broken }) => broken === null);

const REASONS: Readonly<Record<Broken, string>> = {
  'no time': 'no time',
  'unreadable time': 'a time that cannot be read',
  'no input tokens': 'no input tokens',
  'negative output tokens': 'output tokens that are not a whole number of 0 or more',
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gracefall-formats-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function checked(path: string, log: GatewayLog, others: number): Promise<void> {
  const startedAt = performance.now();
  const result = await loadTraffic(path);
  if (!result.ok) throw new Error(result.error.message);
  const { traffic, rejected, mapping, notes } = result.value;
  if (ROWS > 100_000) console.info(`${log.name}: ${Math.round((ROWS / (performance.now() - startedAt)) * 1000)} rows/s`);
  expect(mapping.preset).toBe(log.preset);
  for (const [broken, reason] of Object.entries(REASONS)) {
    const rows = rejected.find((row) => row.reason === reason)?.rows ?? 0;
    expect([reason, rows]).toEqual([reason, calls.filter((call) => call.broken === broken).length]);
  }
  expect(rejected.reduce((sum, { rows }) => sum + rows, 0)).toBe(calls.length - whole.length);
  expect(notes.some((note) => note.startsWith(`${others} of ${ROWS + others} rows are no calls`))).toBe(others > 0);
  expect(notes.join(' ')).not.toContain('cannot be read');
  expect(differences(traffic, log)).toEqual([]);
}

/** What was read against what was written, as far as the format can say it; the first few that differ. */
function differences(traffic: Traffic, log: GatewayLog): string[] {
  const says = new Set(log.says);
  const known = (call: Call): boolean => call.failure === null || !(says.has('failure') || says.has('failed'));
  const answers = whole.filter(known).map(({ outputTokens }) => outputTokens);
  const median = answers.sort((a, b) => a - b)[(answers.length - 1) >> 1]!;
  const { recorded } = traffic;
  const text = (column: MetadataColumn | null | undefined, at: number) => column?.values[column.codes[at]!];
  const found: string[] = [];
  const same = (at: number, what: string, read: unknown, written: unknown): void => {
    if (read !== written && !(Number.isNaN(read) && Number.isNaN(written)))
      found.push(`request ${at}: ${what} ${String(read)}, not ${String(written)}`);
  };
  if (traffic.requestCount !== whole.length) return [`${traffic.requestCount} requests, not ${whole.length}`];
  const startMs = whole[0]!.atMs;
  for (const [at, call] of whole.entries()) {
    if (found.length > 5) break;
    same(at, 'arrival', Math.round(traffic.arrivalMs[at]! * 1000) / 1000, call.atMs - startMs);
    same(at, 'input tokens', traffic.inputTokens[at], call.inputTokens);
    same(at, 'output tokens', traffic.outputTokens[at], known(call) ? call.outputTokens : median);
    if (says.has('user')) same(at, 'user', traffic.users[traffic.user![at]!], call.user);
    if (says.has('model')) same(at, 'model', text(recorded?.model, at), call.model);
    if (says.has('provider')) same(at, 'provider', text(recorded?.provider, at), call.provider);
    if (says.has('latency')) same(at, 'latency', Math.round(recorded!.latencyMs[at]! * 100) / 100, call.latencyMs);
    if (says.has('ttft')) same(at, 'first token', Math.round(recorded!.ttftMs![at]! * 100) / 100, call.ttftMs ?? Number.NaN);
    if (says.has('usd')) same(at, 'cost', Math.round(recorded!.usd![at]! * 1e6) / 1e6, call.usd);
    if (says.has('failure')) same(at, 'outcome', recorded!.outcome[at], call.failure === null ? ANSWERED : outcomeOf(call.failure));
    if (says.has('failed')) same(at, 'outcome', recorded!.outcome[at] !== ANSWERED, call.failure !== null);
  }
  return found;
}

test.each(gatewayLogs.map((log) => [log.name, log] as const))('%s', { timeout: 600_000 }, async (name, log) => {
  const path = join(folder, `${name.replaceAll(/\W+/g, '-')}.${log.extension}`);
  await checked(path, log, await writeGatewayLog(log, path, ROWS));
  await rm(path);
});

test('Langfuse as Parquet, whose usage is an object of its own', { timeout: 600_000 }, async () => {
  const log = gatewayLogs.find(({ preset, extension }) => preset === 'langfuse' && extension === 'jsonl')!;
  const path = join(folder, 'langfuse.jsonl');
  const others = await writeGatewayLog(log, path, ROWS);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const parquet = join(folder, 'langfuse.parquet');
  await connection.run(`COPY (SELECT * FROM read_json('${path}', sample_size = -1)) TO '${parquet}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  await checked(parquet, log, others);
});
