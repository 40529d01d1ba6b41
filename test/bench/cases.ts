import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policiesFolder } from '../../host/index.ts';
import { bucketMsFor } from '../../host/simulation/buckets.ts';
import { startReplication } from '../../host/simulation/replication.ts';
import { readPolicy } from '../../shared/format/index.ts';
import { kinds } from '../../shared/kinds/index.ts';
import { MODEL_PRICE_DEFAULTS, type Policy, PROVIDER_DEFAULTS, type Scenario } from '../../shared/model/index.ts';
import { library } from '../../shared/scenario/index.ts';
import { generate, type TrafficSpec, trafficSpecSchema } from '../../shared/traffic/index.ts';

export function outage(): Scenario {
  const scenario = library.find(({ id }) => id === 'provider-outage');
  if (scenario === undefined) throw new Error('the scenario provider-outage is not in the library');
  return scenario;
}

export function supportAssistant(): { policy: Policy; spec: TrafficSpec } {
  const folder = join(policiesFolder, 'support-assistant');
  const read = readPolicy(readFileSync(join(folder, 'support-assistant.policy.json'), 'utf8'));
  if (!read.ok) throw new Error(read.error.message);
  const { seed: _, ...spec } = JSON.parse(readFileSync(join(folder, 'traffic.spec.json'), 'utf8'));
  return { policy: read.value.document.policy, spec: trafficSpecSchema.parse(spec) };
}

/** The example's own traffic, stretched to about so many requests. */
export function trafficOf(spec: TrafficSpec, requests: number) {
  return generate({ ...spec, durationMs: (requests / spec.requestsPerS) * 1000 }, 1);
}

/** The published case (docs/performance.md): 200 requests/s for 1 000 s, two outages, 2 % ordinary errors, log-normal latency. */
export const publishedCase = {
  requests: 200_000,
  ordinaryErrorRate: 0.02,
  latencyP50Ms: 800,
  latencyP95Ms: 2_400,
  spec: trafficSpecSchema.parse({
    label: '200 requests/s',
    durationMs: 1_000_000,
    requestsPerS: 200,
    arrivals: { kind: 'poisson' },
    inputTokens: { p50: 100, p95: 200, max: 1000 },
    outputTokens: { p50: 100, p95: 200, max: 1000 },
    users: null,
    complexity: null,
    metadata: {},
  }),
  scenario: {
    id: 'two-outages',
    name: 'Two outages',
    description: '',
    events: [
      [300_000, 60_000],
      [600_000, 120_000],
    ].map(([startMs, durationMs], index) => ({
      id: `outage-${index + 1}`,
      name: `Outage ${index + 1}`,
      target: { kind: 'primary-provider' as const },
      effect: { kind: 'outage' as const, share: 1, failure: 'server-error' as const },
      startMs: startMs as number,
      durationMs: durationMs as number,
      rampUpMs: 0,
      rampDownMs: 0,
    })),
  } satisfies Scenario,
  policy(): Policy {
    const node = (id: string, kind: string, config: Record<string, unknown>) => ({
      id,
      kind,
      name: id,
      config: { ...(kinds.get(kind)?.config.schema.parse(config) as Record<string, unknown>) },
    });
    return {
      id: 'published-case',
      name: 'Published case',
      description: '',
      silenced: [],
      promises: [],
      providers: [
        {
          ...PROVIDER_DEFAULTS,
          id: 'primary',
          name: 'Primary',
          models: [{ name: 'm', inputUsdPerMTok: 1, outputUsdPerMTok: 1, contextTokens: 100_000, ...MODEL_PRICE_DEFAULTS }],
        },
      ],
      nodes: [
        node('entry', 'entry', {}),
        node('tiers', 'fallback', {
          tiers: ['t1', 't2'].map((id) => ({ id, name: id })),
        }),
        node('retry', 'retry', { jitter: 'none' }),
        // Cockatiel's breaker opens after 5 failures in a row, which 2 % ordinary errors never are; 5 in 60 s would open on those errors at 200/s
        // and spare the engine most of the work. 60 failures a second are only seen in the outages.
        node('breaker', 'breaker', { failureCount: 60, windowMs: 1_000 }),
        node('timeout', 'timeout', { timeoutMs: 10_000 }),
        node('model', 'model', {
          providerId: 'primary',
          model: 'm',
          ttftP50Ms: this.latencyP50Ms,
          ttftP95Ms: this.latencyP95Ms,
          outputTokensPerS: 0,
          serverErrorRate: this.ordinaryErrorRate,
          connectionRate: 0,
          rateLimitRate: 0,
          malformedRate: 0,
          contentPolicyRate: 0,
          timeoutRate: 0,
        }),
        node('template', 'template', { text: 'Please try again later.' }),
      ],
      edges: [
        { from: 'entry', port: 'next', to: 'tiers' },
        { from: 'tiers', port: 't1', to: 'retry' },
        { from: 'tiers', port: 't2', to: 'template' },
        { from: 'retry', port: 'next', to: 'breaker' },
        { from: 'breaker', port: 'next', to: 'timeout' },
        { from: 'timeout', port: 'next', to: 'model' },
      ],
    };
  },
};

/** Runs a case to its end on this thread; returns seconds. Compilation counts, generation of traffic does not. */
export function secondsOf(
  policy: Policy,
  traffic: ReturnType<typeof generate>,
  scenario: Scenario,
): { seconds: number; answeredByTier: readonly number[] } {
  const startedAt = performance.now();
  const { run } = startReplication(
    { policy, traffic, scenario, seed: 1, bucketMs: bucketMsFor(traffic.arrivalMs[traffic.requestCount - 1] ?? 0), traceCount: 0 },
    0,
  );
  while (!run.advance(1 << 20));
  const { outcomes } = run.outcome().figures!;
  return { seconds: (performance.now() - startedAt) / 1000, answeredByTier: outcomes.answeredByTier };
}
