import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  fallback,
  handleAll,
  handleWhen,
  noJitterGenerator,
  retry,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import type { Conditions, Traffic } from '../../shared/model/index.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface PipelineRun {
  readonly answeredByPrimary: number;
  readonly answeredByFallback: number;
}

/**
 * What a team would write by hand to try the same policy: cockatiel 3.2.1, fallback around retry (3 ×, 1-2-4 s) around
 * breaker (5 in a row, 30 s) around a 10 s timeout, with calls that take time and fail as the conditions say.
 */
export async function runCockatiel(
  arrivalMs: Float64Array,
  conditions: Conditions,
  latencyMs: (request: number) => number,
  ordinaryErrorRate: number,
): Promise<PipelineRun> {
  const clock = new VirtualClock();
  let answeredByPrimary = 0;
  let answeredByFallback = 0;
  const policy = wrap(
    fallback(handleAll, () => {
      answeredByFallback++;
    }),
    retry(handleAll, { maxAttempts: 3, backoff: new ExponentialBackoff({ initialDelay: 1000, generator: noJitterGenerator }) }),
    circuitBreaker(handleAll, { halfOpenAfter: 30_000, breaker: new ConsecutiveBreaker(5) }),
    timeout(10_000, TimeoutStrategy.Aggressive),
  );
  const failure = new Error('the provider failed');
  let next = 0;
  const arrive = (): void => {
    const request = next++;
    if (next < arrivalMs.length) clock.after((arrivalMs[next] as number) - (arrivalMs[request] as number), arrive);
    void policy.execute(async () => {
      const hasFailed = conditions.failureAt(0, Date.now(), Math.random()) !== 0 || Math.random() < ordinaryErrorRate;
      await clock.sleep(hasFailed ? 200 : latencyMs(request));
      if (hasFailed) throw failure;
      answeredByPrimary++;
    });
  };
  clock.after(arrivalMs[0] as number, arrive);
  await clock.run();
  return { answeredByPrimary, answeredByFallback };
}

/** What of the drawn support assistant a call needs to know. */
export interface AssistantCalls {
  readonly guardMs: number;
  readonly longestTokens: number;
  readonly usdPerRequest: number;
  readonly budgetUsd: number;
  primaryMs(): number;
  smallerMs(): number;
  readonly primaryErrorRate: number;
  readonly smallerErrorRate: number;
}

/**
 * The support assistant as a team would write it: guard, budget and length check by hand, then cockatiel's fallback over retry and breaker of the
 * primary, the smaller model behind a breaker of its own, and a fixed text. A rejection by the breaker is not retried, as in the drawing.
 */
export async function runAssistantOnCockatiel(traffic: Traffic, conditions: Conditions, calls: AssistantCalls): Promise<readonly number[]> {
  const clock = new VirtualClock();
  const answeredByTier = [0, 0, 0];
  const failure = new Error('the provider failed');
  const breaker = () => circuitBreaker(handleAll, { halfOpenAfter: 30_000, breaker: new ConsecutiveBreaker(5) });
  const smaller = breaker();
  const attempt = async (hasFailed: boolean, durationMs: number, tier: number): Promise<void> => {
    await clock.sleep(hasFailed ? 200 : durationMs);
    if (hasFailed) throw failure;
    answeredByTier[tier - 1]!++;
  };
  const tiers = wrap(
    fallback(handleAll, () =>
      smaller
        .execute(() => attempt(Math.random() < calls.smallerErrorRate, calls.smallerMs(), 2))
        .catch(() => {
          answeredByTier[2]!++;
        }),
    ),
    retry(
      handleWhen((error) => !(error instanceof BrokenCircuitError)),
      { maxAttempts: 3, backoff: new ExponentialBackoff({ initialDelay: 1000, generator: noJitterGenerator }) },
    ),
    breaker(),
    timeout(60_000, TimeoutStrategy.Aggressive),
  );
  let spentUsd = 0;
  let next = 0;
  const serve = async (request: number): Promise<void> => {
    await clock.sleep(calls.guardMs);
    if (spentUsd + calls.usdPerRequest > calls.budgetUsd) return;
    spentUsd += calls.usdPerRequest;
    if (traffic.inputTokens[request]! > calls.longestTokens) {
      answeredByTier[2]!++;
      return;
    }
    await tiers.execute(() =>
      attempt(conditions.failureAt(0, Date.now(), Math.random()) !== 0 || Math.random() < calls.primaryErrorRate, calls.primaryMs(), 1),
    );
  };
  const arrive = (): void => {
    const request = next++;
    if (next < traffic.requestCount) clock.after(traffic.arrivalMs[next]! - traffic.arrivalMs[request]!, arrive);
    void serve(request);
  };
  clock.after(traffic.arrivalMs[0]!, arrive);
  await clock.run();
  return answeredByTier;
}
