import {
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  fallback,
  handleAll,
  noJitterGenerator,
  retry,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import type { Conditions } from '../../shared/model/index.ts';
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
