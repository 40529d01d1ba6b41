import * as z from 'zod';
import { FAILURE_CLASSES, type FailureClass } from '../model/index.ts';

/** What the traffic room draws: figures and small series of a traffic, as `viewTraffic` of shared/traffic makes them. */

const figures = z.object({
  p5: z.number(),
  p25: z.number(),
  p50: z.number(),
  p75: z.number(),
  p95: z.number(),
  p99: z.number(),
  max: z.number(),
  mean: z.number(),
});
const distribution = z.object({
  quantiles: figures,
  histogram: z.object({ edges: z.array(z.number()).readonly(), counts: z.array(z.number()).readonly() }),
});
const timed = distribution.extend({ measured: z.number() }).nullable();
const parts = z.object({
  top: z
    .array(
      z.object({
        value: z.string(),
        requests: z.number(),
        inputTokens: z.number(),
        outputTokens: z.number(),
        failed: z.number().nullable(),
        usd: z.number().nullable(),
      }),
    )
    .readonly(),
  otherValues: z.number(),
  otherRequests: z.number(),
  missing: z.number(),
});

export const trafficViewSchema = z.object({
  arrivals: z.object({
    bucketMs: z.number(),
    counts: z.array(z.number()).readonly(),
    failed: z.array(z.number()).readonly().nullable(),
    durationMs: z.number(),
  }),
  fromMs: z.number(),
  toMs: z.number(),
  requests: z.number(),
  burstiness: z.object({
    gapCv: z.number(),
    clockMs: z.number().nullable(),
    dispersion: z.array(z.object({ windowMs: z.number(), index: z.number() })).readonly(),
    peak: z.object({ windowMs: z.number(), timesMean: z.number() }).nullable(),
  }),
  inputTokens: distribution,
  outputTokens: distribution,
  latencyMs: timed,
  ttftMs: timed,
  outcomes: z
    .object({
      known: z.number(),
      answered: z.number(),
      byFailure: z.array(z.object({ failure: z.string(), requests: z.number() })).readonly(),
    })
    .nullable(),
  models: parts.nullable(),
  providers: parts.nullable(),
  users: parts.extend({ count: z.number(), halfBy: z.number() }).nullable(),
  metadata: z.array(z.object({ key: z.string(), parts })).readonly(),
  usd: z.object({ total: z.number(), known: z.number() }).nullable(),
});

/** A traffic in the app's own store: it can be opened again without its log. */
export const storedTrafficSchema = z.object({
  /** sha256 of the canonical columns. */
  id: z.string().regex(/^[0-9a-f]{64}$/),
  label: z.string(),
  /** Path of the log that it was read from; null where it is not known. */
  source: z.string().nullable(),
  origin: z.enum(['recorded', 'generated']),
  requests: z.number(),
  durationMs: z.number(),
  /** Unix time of the first request, ms. */
  startUnixMs: z.number().nullable(),
  hasOutcomes: z.boolean(),
  sizeBytes: z.number(),
  /** ISO instant. */
  storedAt: z.string(),
  /** Why it cannot be opened, as a sentence; null when nothing is known against it. */
  damage: z.string().nullable(),
});

const sevenMs = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]).readonly();

/** What a log says of its models, and how far to believe it: `FittedModel` and `BackTest` of shared/calibration. */
export const calibrationSchema = z.object({
  label: z.string(),
  models: z
    .array(
      z.object({
        model: z.string(),
        provider: z.string(),
        calls: z.number(),
        measured: z.number(),
        msPerOutputToken: z.number(),
        firstTokenMs: sevenMs,
        firstTokenFrom: z.enum(['first tokens', 'latencies']),
        failures: z.partialRecord(z.enum(FAILURE_CLASSES as unknown as [FailureClass, ...FailureClass[]]), z.number()),
        failureAfterMs: z.number().nullable(),
        timeoutAfterMs: z.number().nullable(),
        usdPerCall: z.number().nullable(),
      }),
    )
    .readonly(),
  left: z.array(z.string()).readonly(),
  backTest: z.object({
    checks: z
      .array(
        z.object({
          figure: z.string(),
          unit: z.enum(['ms', 'ratio', 'usd']),
          recorded: z.number(),
          predicted: z.number(),
          error: z.number(),
          bound: z.number(),
          holds: z.boolean(),
        }),
      )
      .readonly(),
    verdict: z.enum(['believe', 'in part', 'do not believe']),
    sentence: z.string(),
  }),
  fittedOn: z.number(),
  predicted: z.number(),
});
