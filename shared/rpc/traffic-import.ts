import * as z from 'zod';
import { COST_UNITS, LOG_COLUMNS, type LogColumn, PRESET_IDS, TIME_UNITS } from '../model/index.ts';

/** What is said between window and host while a log becomes traffic. */

/** Column of the file by what it says; left out = found by name, null = the log does not have it. Never by position. */
const column = z.string().nullable().optional();
const timeUnitSchema = z.enum(TIME_UNITS);
const columns = Object.fromEntries(LOG_COLUMNS.map((of) => [of, column])) as Record<LogColumn, typeof column>;
export const columnMappingSchema = z.object({
  ...columns,
  /** Metadata columns to keep for routers. */
  metadata: z.array(z.string()).optional(),
  timeUnit: timeUnitSchema.optional(),
  /** IANA name, of dates without an offset; left out = UTC. */
  timeZone: z.string().max(80).optional(),
  durationUnit: timeUnitSchema.optional(),
  costUnit: z.enum(COST_UNITS).optional(),
});
export const presetSchema = z.enum(['auto', ...PRESET_IDS]);

const rejectedRowsSchema = z.object({ reason: z.string(), rows: z.number(), firstLine: z.number().nullable() });

export const trafficPreviewSchema = z.object({
  ok: z.literal(true),
  preset: presetSchema,
  /** What the log seems to be, whatever was asked for. */
  detected: presetSchema,
  columns: z.array(z.string()),
  /** First rows as they stand in the log, of `shown`: all columns but those of what people and models wrote. */
  shown: z.array(z.string()),
  rows: z.array(z.array(z.string())),
  mapping: columnMappingSchema,
  /** Why it cannot be read so; null = it can. */
  problem: z.string().nullable(),
  /** The first rows as they would be read; null while a needed column is missing. */
  reading: z
    .object({
      columns: z.array(
        z.enum([
          'arrival',
          'inputTokens',
          'outputTokens',
          'user',
          'complexity',
          'latency',
          'firstToken',
          'outcome',
          'model',
          'provider',
          'cost',
        ]),
      ),
      rows: z.array(
        z.object({
          /** '' = it becomes a request; null = it is none, and nothing is wrong with it. */
          rejection: z.string().nullable(),
          cells: z.array(z.object({ text: z.string(), reason: z.string().nullable() })),
        }),
      ),
      /** Of so many rows from the start are the counts that follow. */
      rowsRead: z.number(),
      isWhole: z.boolean(),
      requests: z.number(),
      otherRows: z.number(),
      rejected: z.array(rejectedRowsSchema),
      outcomes: z.array(z.object({ outcome: z.string(), requests: z.number() })),
      notes: z.array(z.string()),
      asksDurationUnit: z.boolean(),
      timeUnit: z.enum(['date', 's', 'ms', 'us', 'ns']),
      durationUnit: timeUnitSchema.nullable(),
      costUnit: z.enum(COST_UNITS),
    })
    .nullable(),
});

export const trafficImportSchema = z.object({
  path: z.string().min(1).max(4096),
  preset: presetSchema,
  mapping: columnMappingSchema,
  /** Users become salted hashes; the salt is forgotten. */
  hashUsers: z.boolean(),
});
/** Why a log cannot become traffic. */
export const CANNOT_BE_READ = [
  'outside-workspace',
  'not-found',
  'not-readable',
  'unknown-format',
  'no-time-column',
  'empty',
  'bad-values',
  'too-large',
] as const;
