import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ANSWERED, NOT_RECORDED, outcomeOf } from '../../shared/model/index.ts';
import { type LoadOptions, loadTraffic } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gracefall-recorded-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function loaded(name: string, content: string, options?: LoadOptions) {
  const path = join(folder, name);
  await writeFile(path, content);
  const result = await loadTraffic(path, options);
  if (!result.ok) throw new Error(`${result.error.reason}: ${result.error.message}`);
  const { traffic, notes, rejected } = result.value;
  const { recorded } = traffic;
  if (recorded === undefined) throw new Error('nothing was recorded');
  return { traffic, recorded, notes, rejected };
}

const rounded = (values: Float32Array | Float64Array | null): (number | null)[] | null =>
  values && [...values].map((value) => (Number.isNaN(value) ? null : Math.round(value * 1e4) / 1e4));

describe('what became of each request', () => {
  const header = 'timestamp,model,provider,input_tokens,output_tokens,latency_ms,ttft_ms,status_code,error_class,cost_usd\n';

  test('latency, first token, outcome, model, provider and money, in the order of the arrivals', async () => {
    const { traffic, recorded, rejected, notes } = await loaded(
      'generic.csv',
      `${header}2026-01-05T10:00:02Z,small,acme,30,3,300,30,200,,0.003\n2026-01-05T10:00:00Z,large,acme,10,10,1000,100,200,,0.01\n2026-01-05T10:00:01Z,large,acme,20,,50,,429,RateLimitError,0\n`,
    );
    expect(rejected).toEqual([]);
    expect([...traffic.arrivalMs]).toEqual([0, 1000, 2000]);
    expect(traffic.startUnixMs).toBe(Date.parse('2026-01-05T10:00:00Z'));
    expect(rounded(recorded.latencyMs)).toEqual([1000, 50, 300]);
    expect(rounded(recorded.ttftMs)).toEqual([100, null, 30]);
    expect(rounded(recorded.usd)).toEqual([0.01, 0, 0.003]);
    expect([...recorded.outcome]).toEqual([ANSWERED, outcomeOf('rate-limit'), ANSWERED]);
    expect([...recorded.model!.codes].map((code) => recorded.model!.values[code])).toEqual(['large', 'large', 'small']);
    expect(recorded.provider!.values).toEqual(['acme']);
    expect([...traffic.outputTokens]).toEqual([10, 3, 3]);
    expect(notes.join(' ')).toContain('an answer to 1 of them has 3 tokens, the median of the log’s others');
    expect(notes.join(' ')).toContain('stood later in the log');
  });

  test('a request without tokens is kept only when it failed', async () => {
    const { traffic, rejected, recorded } = await loaded(
      'tokenless.csv',
      `${header}2026-01-05T10:00:00Z,m,p,10,5,9,,200,,\n2026-01-05T10:00:01Z,m,p,,,9,,503,,\n2026-01-05T10:00:02Z,m,p,10,,9,,200,,\n2026-01-05T10:00:03Z,m,p,ten,,9,,503,,\n`,
    );
    expect([...traffic.inputTokens]).toEqual([10, 10]);
    expect([...recorded.outcome]).toEqual([ANSWERED, outcomeOf('server-error')]);
    expect(rejected).toEqual([
      { reason: 'input tokens that are not a whole number of 0 or more', rows: 1, firstLine: 5 },
      { reason: 'no output tokens', rows: 1, firstLine: 4 },
    ]);
  });

  test('what cannot be read counts as not recorded, and is said; a first token that is the last tells nothing', async () => {
    const { recorded, notes } = await loaded(
      'odd.csv',
      `${header}2026-01-05T10:00:00Z,m,p,10,5,slow,20,200,,cheap\n2026-01-05T10:00:01Z,m,p,10,5,-4,,,,0.5\n2026-01-05T10:00:02Z,m,p,10,5,70,70,busy,,\n`,
    );
    expect(rounded(recorded.latencyMs)).toEqual([null, null, 70]);
    expect(rounded(recorded.ttftMs)).toEqual([20, null, null]);
    expect(rounded(recorded.usd)).toEqual([null, 0.5, null]);
    expect([...recorded.outcome]).toEqual([ANSWERED, NOT_RECORDED, NOT_RECORDED]);
    expect(notes).toEqual([
      'The latency of 2 requests cannot be read or is negative; it counts as not recorded.',
      'The cost of 1 request cannot be read, is negative or is not in dollars; it counts as not recorded.',
    ]);
  });

  test('a log of requests only records nothing', async () => {
    await expect(loaded('plain.csv', 'arrival_ms,input_tokens,output_tokens\n0,1,1\n5,1,1\n')).rejects.toThrow('nothing was recorded');
  });
});

describe('the unit of durations', () => {
  const rows = (latencies: readonly (string | number)[], end = true) =>
    `start_time,${end ? 'end_time,' : ''}input_tokens,output_tokens,latency\n${latencies
      .map((latency, at) => `2026-05-05T10:00:0${at}.000Z,${end ? `2026-05-05T10:00:0${at}.750Z,` : ''}5,5,${latency}`)
      .join('\n')}\n`;

  test.each([
    ['seconds beside the end', rows([0.75, 0.75, 0.75]), 750],
    ['milliseconds beside the end', rows([750, 750, 750]), 750],
    ['seconds by their size', rows([0.75, 0.75, 2.5], false), 750],
    ['milliseconds by their size', rows([750, 750, 2500], false), 750],
  ])('%s', async (name, content, latencyMs) => {
    const { recorded } = await loaded(`unit-${name}.csv`, content);
    expect(recorded.latencyMs[0]).toBe(latencyMs);
  });

  test('is asked where nothing tells it, and taken from the person', async () => {
    const content = `${rows([70, 70, 70], false).replace('input_tokens', 'type,trace_id,usage_details,provided_model_name,input_tokens').replaceAll(',5,5,', ',GENERATION,t,,m,5,5,')}`;
    const mapping = { inputTokens: 'input_tokens', outputTokens: 'output_tokens' };
    const unasked = await loaded('ask.csv', content, { mapping });
    expect(rounded(unasked.recorded.latencyMs)).toEqual([null, null, null]);
    expect(unasked.notes.join(' ')).toContain('“latency” may be in seconds or in milliseconds');
    const told = await loaded('told.csv', content, { mapping: { ...mapping, durationUnit: 's' } });
    expect(rounded(told.recorded.latencyMs)).toEqual([70_000, 70_000, 70_000]);
  });
});

describe('OpenTelemetry spans that cannot be taken apart', () => {
  const line = (attributes: string) =>
    `{"resourceSpans":[{"resource":{},"scopeSpans":[{"spans":[{"startTimeUnixNano":"1","attributes":[${attributes}]}]}]}]}\n`;

  test.each([
    ['that break off', `${line('')}{"resourceSpans":[{"scopeSp`, 'its last bracket is missing'],
    ['with something else inside', `${line('')}${line('{"key":tru}')}`, 'Malformed JSON'],
  ])('%s', async (name, content, sentence) => {
    const path = join(folder, `spans-${name}.jsonl`);
    await writeFile(path, content);
    const result = await loadTraffic(path);
    expect(result).toMatchObject({ ok: false, error: { reason: 'not-readable', message: expect.stringContaining(sentence) } });
    expect(JSON.stringify(result)).not.toContain('gracefall-spans');
  });
});
