import * as z from 'zod';
import { hashOf, secondWord, threefry, toUniform } from '../dice/index.ts';
import { type MetadataColumn, ratioSchema, type Traffic, tokensSchema } from '../model/index.ts';
import { buildTraffic } from './build.ts';

/**
 * Traffic made from a short description. Each figure of request i is drawn with its own key (seed, purpose, i), so the same
 * spec and seed give the same traffic on every machine, and a new column does not move the others.
 */

/** Log-normal with its median and 95th percentile; rounded, at least 1, and cut at `max`. */
const tokenDistributionSchema = z
  .strictObject({ p50: tokensSchema.min(1), p95: tokensSchema.min(1), max: tokensSchema.min(1) })
  .refine(({ p50, p95, max }) => p50 <= p95 && p95 <= max, 'a distribution needs p50 ≤ p95 ≤ max');

const shareSchema = z.strictObject({ value: z.string().min(1).max(200), share: ratioSchema });

export const trafficSpecSchema = z.strictObject({
  label: z.string().min(1).max(200),
  durationMs: z
    .number()
    .min(1)
    .max(366 * 86_400_000),
  requestsPerS: z.number().min(1e-6).max(100_000),
  arrivals: z.discriminatedUnion('kind', [
    /** Memoryless: gaps are exponential, their coefficient of variation is 1. */
    z.strictObject({ kind: z.literal('poisson') }),
    /**
     * A two-state Markov-modulated Poisson process: calm and busy spells of exponential length, the busy ones `busyFactor`
     * times as fast, together `busyShare` of the time. The mean rate stays `requestsPerS`.
     */
    z.strictObject({
      kind: z.literal('bursty'),
      busyFactor: z.number().min(1).max(1000),
      busyShare: z.number().min(0.001).max(0.999),
      /** Mean length of a busy spell. */
      busyMs: z.number().min(1).max(86_400_000),
    }),
  ]),
  inputTokens: tokenDistributionSchema,
  outputTokens: tokenDistributionSchema,
  /** `zipfExponent` 0 = all users ask equally often; about 1 = a few ask most. */
  users: z.strictObject({ count: z.number().int().min(1).max(10_000_000), zipfExponent: z.number().min(0).max(5) }).nullable(),
  /** Kumaraswamy(a, b) on 0..1, which looks like a Beta but inverts in closed form: a < b leans to simple requests. */
  complexity: z.strictObject({ a: z.number().min(0.05).max(50), b: z.number().min(0.05).max(50) }).nullable(),
  /** Columns with the share of each value; what is missing to 1 stays empty. */
  metadata: z.record(z.string().min(1).max(64), z.array(shareSchema).min(1).max(1000)),
});
export type TrafficSpec = z.infer<typeof trafficSpecSchema>;

/** `seed`: unsigned 32 bit. Throws for a spec that its schema refuses, and for one that yields no request at all. */
export function generate(spec: TrafficSpec, seed: number): Traffic {
  const checked = trafficSpecSchema.parse(spec);
  const arrivalMs = arrivalsOf(checked, seed);
  const count = arrivalMs.length;
  const users = checked.users === null ? null : userColumn(checked.users, count, seed);
  const built = buildTraffic({
    label: checked.label,
    origin: 'generated',
    arrivalMs,
    inputTokens: tokenColumn(checked.inputTokens, count, seed, 'traffic/input-tokens'),
    outputTokens: tokenColumn(checked.outputTokens, count, seed, 'traffic/output-tokens'),
    user: users?.codes ?? null,
    users: users?.values ?? [],
    complexity: complexityColumn(checked.complexity, count, seed),
    metadata: Object.fromEntries(Object.entries(checked.metadata).map(([key, shares]) => [key, sharesColumn(key, shares, count, seed)])),
  });
  if (!built.ok) throw new Error(`${checked.label}: ${built.error}`);
  return built.value.traffic;
}

function arrivalsOf(spec: TrafficSpec, seed: number): Float64Array {
  const { arrivals, durationMs } = spec;
  const perMs = spec.requestsPerS / 1000;
  const purpose = hashOf('traffic/arrivals');
  const times: number[] = [];
  if (arrivals.kind === 'poisson') {
    let atMs = 0;
    for (let i = 0; ; i++) {
      atMs += -Math.log(toUniform(threefry(seed, purpose, i, 0))) / perMs;
      if (atMs >= durationMs) return Float64Array.from(times);
      times.push(atMs);
    }
  }

  const { busyFactor, busyShare, busyMs } = arrivals;
  const calmPerMs = perMs / (1 - busyShare + busyShare * busyFactor);
  const calmMs = (busyMs * (1 - busyShare)) / busyShare;
  const spells = hashOf('traffic/spells');
  let spell = 0;
  let isBusy = toUniform(threefry(seed, spells, 0, 1)) < busyShare;
  let spellEndMs = spellMs(seed, spells, spell, isBusy ? busyMs : calmMs);
  let atMs = 0;
  for (let i = 0; ; i++) {
    // One unit of exponential work is spent at the rate of the spell it falls in, across as many spells as it takes.
    let work = -Math.log(toUniform(threefry(seed, purpose, i, 0)));
    let rate = isBusy ? calmPerMs * busyFactor : calmPerMs;
    while (atMs + work / rate >= spellEndMs && spellEndMs < durationMs) {
      work -= (spellEndMs - atMs) * rate;
      atMs = spellEndMs;
      isBusy = !isBusy;
      rate = isBusy ? calmPerMs * busyFactor : calmPerMs;
      spellEndMs += spellMs(seed, spells, ++spell, isBusy ? busyMs : calmMs);
    }
    atMs += work / rate;
    if (atMs >= durationMs) return Float64Array.from(times);
    times.push(atMs);
  }
}

const spellMs = (seed: number, purpose: number, spell: number, meanMs: number): number =>
  -Math.log(toUniform(threefry(seed, purpose, spell, 0))) * meanMs;

/** Standard normal by Box–Muller: the polar method would reject, and then draws would no longer be one a key. */
function normal(seed: number, purpose: number, request: number): number {
  const radius = Math.sqrt(-2 * Math.log(toUniform(threefry(seed, purpose, request, 0))));
  return radius * Math.cos(2 * Math.PI * toUniform(secondWord));
}

/** z of the 95th percentile of a standard normal. */
const Z95 = 1.6448536269514722;

function tokenColumn({ p50, p95, max }: TrafficSpec['inputTokens'], count: number, seed: number, name: string): Uint32Array {
  const purpose = hashOf(name);
  const sigma = Math.log(p95 / p50) / Z95;
  const tokens = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    tokens[i] = Math.min(max, Math.max(1, Math.round(p50 * Math.exp(sigma * normal(seed, purpose, i)))));
  }
  return tokens;
}

function complexityColumn(shape: TrafficSpec['complexity'], count: number, seed: number): Float32Array | null {
  if (shape === null) return null;
  const purpose = hashOf('traffic/complexity');
  const column = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    column[i] = (1 - (1 - toUniform(threefry(seed, purpose, i, 0))) ** (1 / shape.b)) ** (1 / shape.a);
  }
  return column;
}

function userColumn({ count: userCount, zipfExponent }: NonNullable<TrafficSpec['users']>, count: number, seed: number): MetadataColumn {
  const width = String(userCount).length;
  const values = Array.from({ length: userCount }, (_, i) => `user-${String(i + 1).padStart(width, '0')}`);
  const weights = Float64Array.from(values, (_, i) => (i + 1) ** -zipfExponent);
  return drawn(
    weights,
    weights.reduce((sum, weight) => sum + weight, 0),
    values,
    'traffic/user',
    count,
    seed,
  );
}

function sharesColumn(key: string, shares: TrafficSpec['metadata'][string], count: number, seed: number): MetadataColumn {
  const total = shares.reduce((sum, { share }) => sum + share, 0);
  return drawn(
    Float64Array.from(shares, ({ share }) => share),
    Math.max(1, total),
    shares.map(({ value }) => value),
    `traffic/metadata/${key}`,
    count,
    seed,
  );
}

/** Codes by weight out of `total`; what the weights leave of it becomes −1. Binary search in the running sums. */
function drawn(weights: Float64Array, total: number, values: readonly string[], name: string, count: number, seed: number): MetadataColumn {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sums[i] = sum += weights[i]!;
  const purpose = hashOf(name);
  const codes = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const luck = toUniform(threefry(seed, purpose, i, 0)) * total;
    let low = 0;
    let high = sums.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sums[middle]! > luck) high = middle;
      else low = middle + 1;
    }
    codes[i] = low < sums.length ? low : -1;
  }
  return { codes, values };
}
