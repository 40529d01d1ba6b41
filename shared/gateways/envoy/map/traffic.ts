import type { Case } from '../../ladder/index.ts';
import { SETTINGS, SIGNALS } from '../dialect.ts';
import type { Traffic } from '../schema.ts';

/** All attempts of a route: so many at each priority. */
export const attemptsOf = (one: Case): number => one.rungs.length * attemptsPerTier(one);

const attemptsPerTier = (one: Case): number => 1 + Number(one.rungs[0]![0]!.settings.retry?.config['maxRetries'] ?? 0);

/** As the Gateway API writes durations: parts of up to five digits. */
export function durationOf(ms: number): string {
  const whole = Math.max(1, Math.round(ms));
  if (whole < 100_000 && whole % 1_000 !== 0) return `${whole}ms`;
  const seconds = Math.ceil(whole / 1_000);
  return seconds < 100_000 ? `${seconds}s` : `${Math.min(99_999, Math.ceil(seconds / 3_600))}h`;
}

/** `name`: of the route, and of the HTTPRoute that is generated for it. */
export function mapTraffic(name: string, one: Case): Traffic {
  const [first] = one.rungs[0]!;
  const { retry, breaker, timeoutMs } = first!.settings;
  const classes = one.rungs.length > 1 ? one.continueOn : ((retry?.config['retryOn'] as typeof one.continueOn | undefined) ?? []);
  const signals = [...new Set(classes.flatMap((failure) => SIGNALS[failure] ?? []))];
  const statuses = signals.filter((signal) => typeof signal === 'number').sort((a, b) => a - b);
  const triggers = (['connect-failure', 'refused-stream', 'reset'] as const).filter((trigger) => signals.includes(trigger));
  return {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'BackendTrafficPolicy',
    metadata: { name },
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name }],
      retry: {
        // Without a list Envoy has one of its own, so a route that retries after nothing retries never.
        numRetries: signals.length === 0 ? 0 : attemptsOf(one) - 1,
        numAttemptsPerPriority: attemptsPerTier(one),
        perRetry: {
          timeout: durationOf(timeoutMs),
          ...(retry === undefined
            ? {}
            : {
                backOff: {
                  baseInterval: durationOf(Number(retry.config['baseMs'])),
                  maxInterval: durationOf(Number(retry.config['capMs'])),
                },
              }),
        },
        ...(signals.length === 0
          ? {}
          : {
              retryOn: {
                triggers: statuses.length === 0 ? [...triggers] : [...triggers, 'retriable-status-codes' as const],
                ...(statuses.length === 0 ? {} : { httpStatusCodes: statuses }),
              },
            }),
      },
      ...(breaker === undefined
        ? {}
        : {
            healthCheck: {
              passive: {
                consecutive5XxErrors: Number(breaker.config['failureCount']),
                consecutiveGatewayErrors: 0 as const,
                interval: durationOf(SETTINGS.healthIntervalMs),
                baseEjectionTime: durationOf(Number(breaker.config['openForMs'])),
                maxEjectionPercent: 100 as const,
              },
            },
          }),
    },
  };
}
