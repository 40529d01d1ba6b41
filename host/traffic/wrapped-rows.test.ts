import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadTraffic } from './load.ts';
import { previewTraffic } from './preview.ts';
import { wrapperOf } from './wrapped-rows.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gracefall-wrapped-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = async (name: string, content: string | Buffer): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

const observations = Array.from({ length: 40 }, (_, at) => ({
  id: `o-${at}`,
  trace_id: `t-${at}`,
  type: at % 4 === 3 ? 'SPAN' : 'GENERATION',
  start_time: `2026-05-04T09:30:${String(at).padStart(2, '0')}.000Z`,
  end_time: `2026-05-04T09:30:${String(at).padStart(2, '0')}.900Z`,
  usage_details: { input: 100 + at, output: 20 },
  input: 'a "quoted" } text',
  model: 'large-1',
}));
const requests = Array.from({ length: 40 }, (_, at) => ({
  request_created_at: `2026-05-04T09:30:${String(at).padStart(2, '0')}.000Z`,
  response_status: 200,
  delay_ms: 900,
  prompt_tokens: 100 + at,
  completion_tokens: 20,
  request_user_id: 'ann',
}));

describe('rows inside one object', () => {
  it.each([
    [
      'Langfuse’s answer',
      'langfuse',
      30,
      () => file('page.json', JSON.stringify({ data: observations, meta: { page: 1, totalItems: 40 } })),
    ],
    ['the same printed', 'langfuse', 30, () => file('page.json', JSON.stringify({ meta: { page: 1 }, data: observations }, null, 2))],
    ['with CRLF', 'langfuse', 30, () => file('page.json', JSON.stringify({ observations }, null, 2).replaceAll('\n', '\r\n'))],
    [
      'two pages, one a line',
      'helicone',
      80,
      () => file('pages.jsonl', `${JSON.stringify({ requests })}\n${JSON.stringify({ requests })}\n`),
    ],
    ['packed', 'helicone', 40, () => file('all.json.gz', gzipSync(JSON.stringify({ status: 'success', results: requests })))],
  ])('%s', async (_, preset, count, made) => {
    const path = await made();
    const read = await loadTraffic(path);
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value.mapping.preset).toBe(preset);
    expect(read.value.traffic.requestCount).toBe(count);
    expect(read.value.rejected).toEqual([]);
    const seen = await previewTraffic(path);
    expect(seen.ok && seen.value.reading?.requests).toBe(count);
  });

  it('breaking off are not read as if they were all', async () => {
    const text = JSON.stringify({ data: observations });
    const read = await loadTraffic(await file('half.json', text.slice(0, text.length - 40)));
    expect(read).toMatchObject({ ok: false, error: { message: expect.stringContaining('breaks off or is damaged') } });
  });

  it('under a name that is not known are refused with that name and what to do', async () => {
    const read = await loadTraffic(await file('odd.json', JSON.stringify({ lines: requests })));
    expect(read).toMatchObject({
      ok: false,
      error: {
        message: expect.stringMatching(/^“odd\.json” holds its rows in a list named “lines” inside one object.*Save the list alone/),
      },
    });
  });
});

describe('a row that has a list', () => {
  it.each([
    ['before its own fields', '{"results": [{"a": 1}], "timestamp": 1, "input_tokens": 2}\n'],
    ['after them', '{"timestamp": 1, "data": [{"a": 1}]}\n'],
    ['of numbers', '{"data": [1, 2]}'],
    ['deep inside', '{"meta": {"data": [{"a": 1}]}}'],
    ['in a table', 'data,[{'],
  ])('is a row: %s', (_, text) => expect(wrapperOf(Buffer.from(text))).toBeNull());
});
