import * as z from 'zod';
import { FAILURE_CLASSES } from './failure.ts';
import { FLAWS } from './flaw.ts';
import { scenarioEventSchema } from './scenario.ts';

/** What a rehearsal found. A file format too (`*.run.json`): everything that a screen shows comes from here. */

const count = z.number().int().min(0);
const figure = z.number();
/** An empty bucket has no quantile: null, never 0. */
const maybe = z.number().nullable();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const latencyFiguresSchema = z.strictObject({ p50: maybe, p95: maybe, p99: maybe, mean: maybe, max: maybe });
export type LatencyFigures = z.infer<typeof latencyFiguresSchema>;

/** Failure classes that did not occur are left out. */
export const failureCountsSchema = z.partialRecord(z.enum(FAILURE_CLASSES as unknown as [string, ...string[]]), count);

export const nodeFiguresSchema = z.strictObject({
  id: z.string(),
  kind: z.string(),
  calls: count,
  answered: count,
  failures: failureCountsSchema,
  /** Calls that nobody waited for any longer. */
  abandoned: count,
  latencyMs: latencyFiguresSchema,
  /** Time-average of calls in progress. */
  meanInProgress: figure,
  usd: figure,
  /** Counters that the kind names, for example a breaker's `rejected`. */
  facts: z.record(z.string(), count),
});
export type NodeFigures = z.infer<typeof nodeFiguresSchema>;

export const edgeFiguresSchema = z.strictObject({
  from: z.string(),
  port: z.string(),
  to: z.string(),
  calls: count,
  /** Replies that carried an answer of this tier; index 0 is tier 1. */
  answeredByTier: z.array(count).length(3),
  failed: count,
});
export type EdgeFigures = z.infer<typeof edgeFiguresSchema>;

export const breakerStateSchema = z.enum(['closed', 'open', 'half-open']);
export type BreakerState = z.infer<typeof breakerStateSchema>;

export const breakerTimelineSchema = z.strictObject({
  nodeId: z.string(),
  rejected: count,
  openMs: figure,
  transitions: z.array(z.strictObject({ atMs: figure, from: breakerStateSchema, to: breakerStateSchema })),
});
export type BreakerTimeline = z.infer<typeof breakerTimelineSchema>;

/** Whoever has a limited number of slots: a provider, or one node's own (reviewers, a cluster). One value a bucket. */
export const stationSeriesSchema = z.strictObject({
  /** A provider's id, or `node:` and a node's id. */
  id: z.string(),
  /** Slots there are at the end of the bucket; null = no limit. */
  slots: z.array(maybe),
  /** Mean over the bucket. */
  inUse: z.array(figure),
  /** Mean over the bucket of calls that wait for a slot. */
  waiting: z.array(figure),
  /** Most calls that waited at one instant of the bucket. */
  longestLine: z.array(count),
});

/** One value a bucket of `bucketMs`, by the instant a request arrived (requests) or ended (all else). All arrays have equal length. */
export const seriesSchema = z.strictObject({
  bucketMs: figure,
  requests: z.array(count),
  answeredByTier: z.array(z.array(count)).length(3),
  blocked: z.array(count),
  failed: z.array(count),
  latencyMs: z.strictObject({ p50: z.array(maybe), p95: z.array(maybe), p99: z.array(maybe) }),
  usd: z.array(figure),
  attempts: z.array(count),
  /** Requests that ended without an answer, by failure class, blocked ones included; classes that did not occur are left out. Absent in files of engine 0.3 and before, as are the next two. */
  byFailure: z.partialRecord(z.enum(FAILURE_CLASSES as unknown as [string, ...string[]]), z.array(count)).optional(),
  /** Only those whose slots were ever limited. */
  stations: z.array(stationSeriesSchema).optional(),
  /** Nodes that keep accounts: the share of its limit that the fullest account has used at the end of the bucket; more than 1 is overspent. */
  accounts: z.array(z.strictObject({ nodeId: z.string(), used: z.array(figure) })).optional(),
  /** Same order as `edges` of the result. Tells the canvas what flowed at a scrubbed instant. */
  edges: z.array(z.strictObject({ calls: z.array(count), answeredByTier: z.array(z.array(count)).length(3), failed: z.array(count) })),
});
export type Series = z.infer<typeof seriesSchema>;
export type StationSeries = z.infer<typeof stationSeriesSchema>;

export const traceSpanSchema = z.strictObject({
  nodeId: z.string(),
  /** Position of the calling span in the same list; null for the entry. */
  parent: z.number().int().nullable(),
  port: z.string().nullable(),
  startMs: figure,
  endMs: figure,
  /** `answered` or a failure class. */
  outcome: z.string(),
  usd: figure,
  /** Billed by this call itself; absent where it billed none, and in files of engine 0.3 and before. */
  tokens: z.strictObject({ prompt: figure, completion: figure }).optional(),
  facts: z.array(z.strictObject({ atMs: figure, fact: z.string() })),
});
export const requestTraceSchema = z.strictObject({
  request: count,
  /** As the traffic names the user; absent where it does not. */
  user: z.string().optional(),
  arrivalMs: figure,
  latencyMs: figure,
  outcome: z.string(),
  tier: z.number().int().min(1).max(3).nullable(),
  usd: figure,
  spans: z.array(traceSpanSchema),
});
export type RequestTrace = z.infer<typeof requestTraceSchema>;

export const assumptionSchema = z.strictObject({
  /** Node, provider, scenario event or the engine itself. */
  subject: z.string(),
  statement: z.string(),
  basis: z.enum(['recorded', 'fitted', 'assumed', 'model']),
});
export type Assumption = z.infer<typeof assumptionSchema>;

/** Ends of the 95 % t-intervals over the replications, one a bucket of the first one's series. */
export const intervalSeriesSchema = z.strictObject({
  /** null where a replication answered nothing in the bucket. */
  p95Ms: z.strictObject({ low: z.array(maybe), high: z.array(maybe) }),
  usd: z.strictObject({ low: z.array(figure), high: z.array(figure) }),
  failed: z.strictObject({ low: z.array(figure), high: z.array(figure) }),
});
export type IntervalSeries = z.infer<typeof intervalSeriesSchema>;

/** 95 % t-interval over the replications. */
export const intervalSchema = z.strictObject({ mean: figure, low: figure, high: figure });
export type Interval = z.infer<typeof intervalSchema>;

export const RUN_FORMAT = 1;

export const runResultSchema = z.strictObject({
  format: z.literal(RUN_FORMAT),
  engineVersion: z.string(),
  seed: z.number().int().min(0).max(0xffffffff),
  replications: z.number().int().min(1),
  policy: z.strictObject({ id: z.string(), name: z.string(), sha256 }),
  traffic: z.strictObject({ label: z.string(), origin: z.enum(['recorded', 'generated']), sha256, durationMs: figure }),
  scenario: z.strictObject({ id: z.string(), name: z.string(), sha256, events: z.array(scenarioEventSchema) }),
  /** All figures below describe the first replication; `intervals` covers all of them. */
  requests: count,
  outcomes: z.strictObject({
    /** Answers by tier; index 0 is tier 1. */
    answeredByTier: z.array(count).length(3),
    /** Stopped by a guard: policy, not failure. */
    blocked: count,
    /** Ended without an answer, for any class but `blocked-by-guard`. */
    failed: count,
    byFailure: failureCountsSchema,
    /** Answered requests whose answer has this flaw; an answer may have several. Flaws that did not occur are left out; files of engine 0.1 say nothing of flaws. */
    flawed: z.partialRecord(z.enum(FLAWS), count).optional(),
  }),
  /** Answered ÷ (requests − blocked), 0..1; 1 when nothing was to be answered. */
  availability: figure,
  /** End to end, over answered requests. */
  latencyMs: latencyFiguresSchema,
  cost: z.strictObject({
    usd: figure,
    perRequestUsd: figure,
    promptTokens: figure,
    completionTokens: figure,
    /** Paid for attempts whose answer did not reach the user. */
    wastedUsd: figure,
    /**
     * Part of `usd`: owed by the hour for provisioned throughput, from the first to the last arrival. No node carries it. Absent where no
     * provider has such throughput, and in files of engine 0.1 and 0.2, whose cost lacks it.
     */
    provisionedUsd: figure.optional(),
  }),
  attempts: z.strictObject({ total: count, perRequest: figure }),
  nodes: z.array(nodeFiguresSchema),
  edges: z.array(edgeFiguresSchema),
  breakers: z.array(breakerTimelineSchema),
  series: seriesSchema,
  traces: z.array(requestTraceSchema),
  intervals: z
    .strictObject({
      availability: intervalSchema,
      p95Ms: intervalSchema.nullable(),
      usd: intervalSchema,
      answeredByTier: z.array(intervalSchema).length(3),
      failed: intervalSchema,
      /** Absent in files of engine 0.3 and before. */
      series: intervalSeriesSchema.optional(),
    })
    .nullable(),
  /** Identities asserted at the end of the run; a run that breaks one is an engine fault and throws instead. */
  checks: z.array(z.strictObject({ name: z.string(), statement: z.string(), relativeError: figure })),
  assumptions: z.array(assumptionSchema),
  /** sha256 of this result's canonical JSON without this field. */
  hash: sha256,
});
export type RunResult = z.infer<typeof runResultSchema>;
