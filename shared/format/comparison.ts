import type * as z from 'zod';
import {
  COMPARISON_FORMAT,
  type Comparison,
  type ComparisonShard,
  comparisonSchema,
  comparisonShardSchema,
  fail,
  ok,
  type Result,
  SHARD_FORMAT,
} from '../model/index.ts';
import { canonicalJson, figuresJson } from './canonical-json.ts';
import { problemsOf } from './issue-sentence.ts';
import { invalid, isRecord, newerFormat, parseText, type ReadError, whatItIs } from './read-error.ts';

/** The only readers and writers of comparisons and of their shards. The readers never throw on any text; hashes are for the caller to check. */

export const readComparison = (text: string): Result<Comparison, ReadError> =>
  read(text, { key: 'results', what: 'comparison', reason: 'not-a-comparison', format: COMPARISON_FORMAT, schema: comparisonSchema });

export const readShard = (text: string): Result<ComparisonShard, ReadError> =>
  read(text, { key: 'runs', what: 'shard', reason: 'not-a-shard', format: SHARD_FORMAT, schema: comparisonShardSchema });

/** Schema key order, lists of figures on one line, a final newline. */
export const writeComparison = (comparison: Comparison): string => figuresJson(comparisonSchema.parse(comparison));
export const writeShard = (shard: ComparisonShard): string => figuresJson(comparisonShardSchema.parse(shard));

/** The text whose sha256 is the `hash` of a comparison or a shard: its canonical JSON without that field. */
export const comparisonHashText = (content: object): string => canonicalJson({ ...content, hash: undefined });

interface Wanted<T> {
  /** Key that only this kind of file has beside `plan`. */
  readonly key: string;
  readonly what: string;
  readonly reason: ReadError['reason'];
  readonly format: number;
  readonly schema: z.ZodType<T>;
}

function read<T>(text: string, { key, what, reason, format, schema }: Wanted<T>): Result<T, ReadError> {
  const parsed = parseText(text);
  if (!parsed.ok) return parsed;
  const raw = parsed.value;
  if (!isRecord(raw) || !isRecord(raw['plan']) || !Object.hasOwn(raw, key)) {
    const is = whatItIs(raw);
    const found = is === undefined ? `This file is JSON but not a ${what}` : `This file is ${is}, not a ${what}`;
    return fail({ reason, message: `${found}. It was not opened.` });
  }
  const found = raw['format'];
  if (typeof found === 'number' && found > format) return fail(newerFormat(what, found, format));
  const content = schema.safeParse(raw);
  return content.success ? ok(content.data) : fail(invalid(what, text, problemsOf(content.error.issues, raw)));
}
