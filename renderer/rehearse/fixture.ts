import {
  type BreakerTimeline,
  type Policy,
  PROVIDER_DEFAULTS,
  type RequestTrace,
  type RunResult,
  runResultSchema,
} from '../../shared/model/index.ts';

/**
 * A made-up outage for tests and for looking at the room while nothing can run: an hour of traffic, OpenAI away from 20:00 to 32:00,
 * its breaker trying every 30 s. The figures add up but come from no engine; nothing that ships imports this.
 */

const BUCKET_MS = 30_000;
const BUCKETS = 118;
const DURATION_MS = 3_538_000;
const AWAY_FROM_MS = 1_200_000;
const AWAY_TO_MS = 1_920_000;

/** Repeatable 0..1 noise. */
function noise(i: number, stream: number): number {
  let h = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32;
}

export const FIXTURE_POLICY: Policy = {
  id: 'support-assistant',
  name: 'Support assistant',
  description: '',
  silenced: [],
  promises: [],
  providers: ['openai', 'anthropic'].map((id) => ({
    id,
    name: id === 'openai' ? 'OpenAI' : 'Anthropic',
    ...PROVIDER_DEFAULTS,
    models: [],
  })),
  nodes: [
    { id: 'entry', kind: 'entry', name: 'Support assistant', config: {} },
    { id: 'guard', kind: 'input-guard', name: 'Input guard', config: {} },
    { id: 'fallback', kind: 'fallback', name: 'Fallback', config: {} },
    { id: 'retry', kind: 'retry', name: 'Retry', config: {} },
    { id: 'breaker-primary', kind: 'breaker', name: 'Breaker, primary', config: {} },
    { id: 'model-primary', kind: 'model', name: 'Model, primary', config: { provider: 'openai', model: 'gpt-4o' } },
    { id: 'breaker-smaller', kind: 'breaker', name: 'Breaker, smaller', config: {} },
    { id: 'model-smaller', kind: 'model', name: 'Model, smaller', config: { provider: 'anthropic', model: 'claude-haiku-4-5' } },
    { id: 'template', kind: 'template', name: 'Template', config: {} },
  ],
  edges: [
    { from: 'entry', port: 'next', to: 'guard' },
    { from: 'guard', port: 'next', to: 'fallback' },
    { from: 'fallback', port: 't1', to: 'retry' },
    { from: 'fallback', port: 't2', to: 'breaker-smaller' },
    { from: 'fallback', port: 't3', to: 'template' },
    { from: 'retry', port: 'next', to: 'breaker-primary' },
    { from: 'breaker-primary', port: 'next', to: 'model-primary' },
    { from: 'breaker-smaller', port: 'next', to: 'model-smaller' },
  ],
};

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

export function fixtureRun(change: Partial<RunResult> = {}): RunResult {
  const isAway = (i: number) => (i + 0.5) * BUCKET_MS >= AWAY_FROM_MS && (i + 0.5) * BUCKET_MS < AWAY_TO_MS;
  const isSlow = (i: number) => !isAway(i) && (i + 0.5) * BUCKET_MS >= AWAY_TO_MS && (i + 0.5) * BUCKET_MS < AWAY_TO_MS + 240_000;
  const buckets = Array.from({ length: BUCKETS }, (_, i) => {
    const requests = Math.round((i === 0 ? 20 : i === BUCKETS - 1 ? 150 : 165) * (0.85 + 0.3 * noise(i, 1)) + (isAway(i) ? 40 : 0));
    const blocked = noise(i, 2) < 0.3 ? 2 : 0;
    const failed = noise(i, 3) < 0.22 ? 1 + Math.floor(noise(i, 4) * 2) : 0;
    const rest = requests - blocked - failed;
    const t3 = isAway(i) ? Math.round(rest * 0.25 * noise(i, 5)) : isSlow(i) ? Math.round(rest * 0.1) : 0;
    const t2 = isAway(i) ? rest - t3 : isSlow(i) ? Math.round((rest - t3) * 0.4) : noise(i, 6) < 0.05 ? Math.round(rest * 0.3) : 1;
    const t1 = rest - t2 - t3;
    const quiet = 0.9 + 0.2 * noise(i, 7);
    return { requests, blocked, failed, t1, t2, t3, quiet };
  });
  const column = (pick: (bucket: (typeof buckets)[number], i: number) => number) => buckets.map(pick);
  const tiers = [column((b) => b.t1), column((b) => b.t2), column((b) => b.t3)];
  const usd = column((b) => b.t1 * 0.0046 * b.quiet + b.t2 * 0.0021);
  const total = sum(column((b) => b.requests));
  const answered = tiers.map(sum);
  const failed = sum(column((b) => b.failed));
  const blocked = sum(column((b) => b.blocked));

  const none = buckets.map(() => 0);
  const edgeSeries: Record<string, RunResult['series']['edges'][number]> = {
    entry: { calls: column((b) => b.requests), answeredByTier: tiers, failed: column((b) => b.failed + b.blocked) },
    guard: { calls: column((b) => b.requests - b.blocked), answeredByTier: tiers, failed: column((b) => b.failed) },
    'fallback:t1': {
      calls: column((b) => b.requests - b.blocked),
      answeredByTier: [tiers[0]!, none, none],
      failed: column((b) => b.t2 + b.t3 + b.failed),
    },
    'fallback:t2': {
      calls: column((b) => b.t2 + b.t3 + b.failed),
      answeredByTier: [none, tiers[1]!, none],
      failed: column((b) => b.t3 + b.failed),
    },
    'fallback:t3': { calls: column((b) => b.t3), answeredByTier: [none, none, tiers[2]!], failed: none },
    retry: {
      calls: column((b, i) => (isAway(i) ? b.requests : b.t1 + 2)),
      answeredByTier: [tiers[0]!, none, none],
      failed: column((b, i) => (isAway(i) ? b.requests : 2)),
    },
    'breaker-primary': {
      calls: column((b, i) => (isAway(i) ? 0 : b.t1 + 2)),
      answeredByTier: [tiers[0]!, none, none],
      failed: column((_, i) => (isAway(i) ? 0 : 2)),
    },
    'breaker-smaller': { calls: column((b) => b.t2), answeredByTier: [none, tiers[1]!, none], failed: none },
  };
  const edgeOf = (edge: Policy['edges'][number]) => edgeSeries[`${edge.from}:${edge.port}`] ?? edgeSeries[edge.from]!;
  const breakers: BreakerTimeline[] = [
    { nodeId: 'breaker-primary', rejected: 5210, openMs: 690_000, transitions: primaryTransitions() },
    {
      nodeId: 'breaker-smaller',
      rejected: 41,
      openMs: 30_000,
      transitions: [
        { atMs: 1_900_000, from: 'closed', to: 'open' },
        { atMs: 1_930_000, from: 'open', to: 'half-open' },
        { atMs: 1_931_500, from: 'half-open', to: 'closed' },
      ],
    },
  ];

  return runResultSchema.parse({
    format: 1,
    engineVersion: '0.1.0',
    seed: 1,
    replications: 1,
    policy: { id: FIXTURE_POLICY.id, name: FIXTURE_POLICY.name, sha256: 'a'.repeat(64) },
    traffic: { label: 'Conversation trace', origin: 'recorded', sha256: 'b'.repeat(64), durationMs: DURATION_MS },
    scenario: {
      id: 'provider-outage',
      name: 'Provider outage',
      sha256: 'c'.repeat(64),
      events: [
        {
          id: 'away',
          name: 'Provider away',
          target: { kind: 'provider', providerId: 'openai' },
          effect: { kind: 'outage', share: 0.955, failure: 'server-error' },
          startMs: AWAY_FROM_MS,
          durationMs: AWAY_TO_MS - AWAY_FROM_MS,
          rampUpMs: 0,
          rampDownMs: 0,
        },
        {
          id: 'slow-return',
          name: 'Slow return',
          target: { kind: 'provider', providerId: 'openai' },
          effect: { kind: 'latency', multiplier: 2 },
          startMs: AWAY_TO_MS,
          durationMs: 240_000,
          rampUpMs: 0,
          rampDownMs: 0,
        },
      ],
    },
    requests: total,
    outcomes: {
      answeredByTier: answered,
      blocked,
      failed,
      byFailure: { timeout: failed - 3, 'server-error': 3, 'blocked-by-guard': blocked },
    },
    availability: sum(answered) / (total - blocked),
    latencyMs: { p50: 2210, p95: 6770, p99: 9840, mean: 2730, max: 14_990 },
    cost: { usd: sum(usd), perRequestUsd: sum(usd) / total, promptTokens: 22_400_000, completionTokens: 4_100_000, wastedUsd: 1.31 },
    attempts: { total: Math.round(total * 1.08), perRequest: 1.08 },
    nodes: FIXTURE_POLICY.nodes.map((node) => {
      const calls =
        node.id === 'entry'
          ? total
          : sum(FIXTURE_POLICY.edges.filter((edge) => edge.to === node.id).map((edge) => sum(edgeOf(edge).calls)));
      return {
        id: node.id,
        kind: node.kind,
        calls,
        answered: calls,
        failures: {},
        abandoned: 0,
        latencyMs: { p50: 900, p95: 5000, p99: 9000, mean: 1200, max: 15_000 },
        meanInProgress: 4,
        usd: 0,
        facts: {},
      };
    }),
    edges: FIXTURE_POLICY.edges.map((edge) => ({
      ...edge,
      calls: sum(edgeOf(edge).calls),
      answeredByTier: edgeOf(edge).answeredByTier.map(sum),
      failed: sum(edgeOf(edge).failed),
    })),
    breakers,
    series: {
      bucketMs: BUCKET_MS,
      requests: column((b) => b.requests),
      answeredByTier: tiers,
      blocked: column((b) => b.blocked),
      failed: column((b) => b.failed),
      latencyMs: {
        p50: column((b, i) => (isAway(i) ? 700 : 2100) * b.quiet),
        // One silent bucket, so that gaps are looked at.
        p95: buckets.map((b, i) => (i === 100 ? null : (isAway(i) ? 3300 : isSlow(i) ? 8900 : 6800) * b.quiet)),
        p99: buckets.map((b, i) => (i === 100 ? null : (isAway(i) ? 5100 : isSlow(i) ? 14_000 : 9600) * b.quiet)),
      },
      usd,
      attempts: column((b) => Math.round(b.requests * 1.08)),
      edges: FIXTURE_POLICY.edges.map((edge) => edgeOf(edge)),
    },
    traces: Array.from({ length: 24 }, (_, k) => fixtureTrace(k)),
    intervals: null,
    checks: [],
    assumptions: [
      {
        subject: 'Provider away',
        statement: 'The share of calls that fail inside an incident is never published; 95.5 % is assumed.',
        basis: 'assumed',
      },
      { subject: 'Model, primary', statement: 'Latency follows a log-normal distribution with a median of 1.9 s.', basis: 'assumed' },
      { subject: 'Conversation trace', statement: 'Arrivals and tokens are those of the log.', basis: 'recorded' },
      { subject: 'Engine', statement: 'Network time between gateway and provider is part of the latency of the model.', basis: 'model' },
    ],
    hash: 'd'.repeat(64),
    ...change,
  });
}

function primaryTransitions(): BreakerTimeline['transitions'] {
  const transitions: BreakerTimeline['transitions'] = [
    { atMs: 720_000, from: 'closed', to: 'open' },
    { atMs: 750_000, from: 'open', to: 'half-open' },
    { atMs: 753_000, from: 'half-open', to: 'closed' },
    { atMs: AWAY_FROM_MS + 900, from: 'closed', to: 'open' },
  ];
  for (let atMs = AWAY_FROM_MS + 30_900; atMs < AWAY_TO_MS; atMs += 31_200) {
    transitions.push({ atMs, from: 'open', to: 'half-open' }, { atMs: atMs + 1200, from: 'half-open', to: 'open' });
  }
  transitions.push(
    { atMs: AWAY_TO_MS + 12_000, from: 'open', to: 'half-open' },
    { atMs: AWAY_TO_MS + 18_000, from: 'half-open', to: 'closed' },
  );
  return transitions;
}

function fixtureTrace(k: number): RequestTrace {
  const arrivalMs = 90_000 + k * 140_000;
  const tier = (k % 6 === 5 ? 3 : k % 3 === 2 ? 2 : 1) as 1 | 2 | 3;
  const isFailed = k === 7;
  const isBlocked = k === 13;
  const at = (offset: number) => arrivalMs + offset;
  const span = (
    nodeId: string,
    parent: number | null,
    port: string | null,
    from: number,
    to: number,
    outcome: string,
    usd = 0,
    facts: RequestTrace['spans'][number]['facts'] = [],
  ) => ({
    nodeId,
    parent,
    port,
    startMs: at(from),
    endMs: at(to),
    outcome,
    usd,
    facts,
  });
  if (isBlocked) {
    return {
      request: 1200 + k * 731,
      arrivalMs,
      latencyMs: 40,
      outcome: 'blocked-by-guard',
      tier: null,
      usd: 0,
      spans: [
        span('entry', null, null, 0, 40, 'blocked-by-guard'),
        span('guard', 0, 'next', 0, 40, 'blocked-by-guard', 0, [{ atMs: at(40), fact: 'caught' }]),
      ],
    };
  }
  const ends = isFailed ? 15_000 : 2400 + 210 * k;
  const outcome = isFailed ? 'timeout' : 'answered';
  const spans = [
    span('entry', null, null, 0, ends, outcome),
    span('guard', 0, 'next', 0, ends, outcome),
    span('fallback', 1, 'next', 35, ends, outcome),
  ];
  if (tier === 1 && !isFailed) {
    spans.push(
      span('retry', 2, 't1', 35, ends, 'answered'),
      span('breaker-primary', 3, 'next', 35, ends, 'answered'),
      span('model-primary', 4, 'next', 35, ends, 'answered', 0.0046),
    );
  } else {
    spans.push(
      span('retry', 2, 't1', 35, 1300, 'rejected-by-breaker', 0, [{ atMs: at(180), fact: 'retry 1 after 1.0 s' }]),
      span('breaker-primary', 3, 'next', 35, 180, 'server-error'),
      span('model-primary', 4, 'next', 35, 180, 'server-error'),
      span('breaker-primary', 3, 'next', 1300, 1300, 'rejected-by-breaker', 0, [{ atMs: at(1300), fact: 'rejected' }]),
      span('breaker-smaller', 2, 't2', 1300, tier === 3 ? 1900 : ends, tier === 3 ? 'rate-limit' : outcome),
      span('model-smaller', 7, 'next', 1300, tier === 3 ? 1900 : ends + (isFailed ? 900 : 0), tier === 3 ? 'rate-limit' : outcome, 0.0021),
    );
    if (tier === 3) spans.push(span('template', 2, 't3', 1900, ends, 'answered'));
  }
  return {
    request: 1200 + k * 731,
    arrivalMs,
    latencyMs: ends,
    outcome,
    tier: isFailed ? null : tier,
    usd: tier === 1 ? 0.0046 : 0.0021,
    spans,
  };
}
