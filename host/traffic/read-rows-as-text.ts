import type { DuckDBConnection } from '@duckdb/node-api';
import { ANSWERED, NOT_RECORDED, type OutcomeCode } from '../../shared/model/index.ts';
import { readOutcome } from '../../shared/traffic/index.ts';
import { columnsOf, importSql, NO_INPUT_TOKENS, NO_OUTPUT_TOKENS, NOT_A_CALL, REJECTIONS, recordedIn } from './import-query.ts';
import { PART_SEPARATOR } from './outcome-column.ts';
import { isFailure } from './recorded-columns.ts';
import type { Reading } from './rows.ts';

/** Single rows as the import reads them, beside what stands in the log: for the eyes, one object a row, so of few rows only. */
export interface ReadRow {
  /** Place in what was read, from 0. */
  readonly at: number;
  /** '' = it becomes a request; null = it is none and nothing is wrong with it. */
  readonly rejection: string | null;
  readonly ticks: bigint | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly complexity: number | null;
  /** NaN = not recorded; below 0 = see `UNREADABLE` and `CACHED`. Null = the log has no such column. */
  readonly latencyMs: number | null;
  readonly firstTokenMs: number | null;
  readonly usd: number | null;
  readonly outcome: OutcomeCode;
  /** By the columns that the import reads. */
  readonly stands: Readonly<Record<string, string | null>>;
}

/** `only` = rows that were rejected; else all, in their order. `rows` = the table function or query that they come from. */
export async function* readRowsAsText(
  connection: DuckDBConnection,
  { mapping, texts, hasOutcome, source, sampled }: Reading,
  only: 'rejected' | 'all',
): AsyncGenerator<ReadRow> {
  const columns = columnsOf(mapping);
  const has = recordedIn(mapping, sampled);
  const uncoded = { ...sampled, dictionaries: texts.map(() => []) };
  const numbered = `(SELECT *, row_number() OVER () - 1 AS "row of the log" FROM ${source})`;
  const inside = importSql(numbered, mapping, uncoded, texts, [...columns, 'row of the log']);
  const cells = 4 + (mapping.complexity === null ? 0 : 1) + Object.values(has).filter(Boolean).length + texts.length + columns.length + 1;
  const names = Array.from({ length: cells }, (_, at) => `c${at}`).join(', ');
  const result = await connection.stream(
    only === 'all' ? inside : `SELECT * FROM (${inside}) AS read (${names}) WHERE c0 <> 0 AND c0 <> ${NOT_A_CALL}`,
  );
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (const row of chunk.getRows()) {
      let at = 0;
      const next = <Value>(): Value => row[at++] as Value;
      const code = Number(next());
      const ticks = next<bigint | null>();
      const inputTokens = Number(next());
      const outputTokens = Number(next());
      const complexity = mapping.complexity === null ? null : next<number | null>();
      const latencyMs = has.latency ? next<number>() : null;
      const firstTokenMs = has.firstToken ? next<number>() : null;
      const usd = has.cost ? next<number>() : null;
      const read = texts.map(() => next<string | null>());
      const stands = Object.fromEntries(columns.map((column) => [column, next<string | null>()]));
      const outcome = outcomeOfRow(hasOutcome ? (read.at(-1) ?? null) : null, hasOutcome, mapping, outputTokens);
      const isSpared = (code === NO_INPUT_TOKENS || code === NO_OUTPUT_TOKENS) && isFailure(outcome);
      if (only === 'rejected' && isSpared) continue;
      yield {
        at: Number(next()),
        rejection: code === NOT_A_CALL ? null : isSpared ? '' : REJECTIONS[code]!,
        ticks,
        inputTokens,
        outputTokens,
        complexity,
        latencyMs,
        firstTokenMs,
        usd,
        outcome,
        stands,
      };
    }
  }
}

function outcomeOfRow(
  text: string | null,
  hasOutcome: boolean,
  { status, zeroOutputIsFailure }: Reading['mapping'],
  outputTokens: number,
): OutcomeCode {
  if (zeroOutputIsFailure) return outputTokens === 0 ? readOutcome({ status: 'error', errorCode: '', errorText: '' }).outcome : ANSWERED;
  if (!hasOutcome) return NOT_RECORDED;
  const missing = status === null ? ANSWERED : NOT_RECORDED;
  const [written = '', errorCode = '', errorText = ''] = (text ?? '').split(PART_SEPARATOR);
  if ([written, errorCode, errorText].every((part) => part.trim() === '')) return missing;
  return readOutcome({ status: written, errorCode, errorText }).outcome;
}
