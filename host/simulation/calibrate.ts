import { setImmediate } from 'node:timers/promises';
import {
  type BackTest,
  backTest,
  type Calibrated,
  costOf,
  FEWEST_MEASURED,
  type FittedModel,
  fitCost,
  fittingModels,
  matchFits,
  modelConfig,
  recordedFigures,
  recordedPolicy,
  splitTraffic,
  withFits,
  withRecordedModel,
} from '../../shared/calibration/index.ts';
import { lint } from '../../shared/lint/index.ts';
import { CALM, type Policy, type Traffic } from '../../shared/model/index.ts';
import { evenly } from '../../shared/traffic/index.ts';
import { inSlices } from '../slices.ts';
import { bucketMsFor } from './buckets.ts';
import { openPool, type PoolOptions } from './open-pool.ts';

/** Fits every model of a log on its first half, and lets the fits predict the second. */

export interface CalibrationOptions extends PoolOptions {
  readonly traffic: Traffic;
  /** In force when the log was recorded; without it each request goes to the model that it went to. */
  readonly policy?: Policy;
  readonly workers?: number;
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface Calibration {
  readonly label: string;
  /** Fitted to the whole log: what is put to use. */
  readonly models: readonly FittedModel[];
  /** Models of the log that were called too seldom, or are too many, to be told apart in the back-test. */
  readonly left: readonly string[];
  /** Of fits to the first half. */
  readonly backTest: BackTest;
  /** Requests that were looked at; all, unless there are very many. */
  readonly fittedOn: number;
  readonly predicted: number;
  readonly calibrated: Calibrated;
}

export type CalibrationEnd =
  | { readonly kind: 'calibrated'; readonly calibration: Calibration }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'cancelled' };

/** Of longer parts every second, third … request is looked at: the last quantile that is fitted, one call in ten thousand, still rests on fifteen. */
const MOST_FITTED = 150_000;
const MOST_PREDICTED = 500_000;

export async function calibrate(options: CalibrationOptions): Promise<CalibrationEnd> {
  const { traffic, workers = 1, onProgress = () => undefined, signal } = options;
  const refused = (message: string): CalibrationEnd => ({ kind: 'refused', message });
  if (traffic.recorded === undefined) {
    return refused(
      `“${traffic.label}” does not record how requests ended, so there is nothing to fit models to. Choose a log with latencies or outcomes of each call.`,
    );
  }
  try {
    const [first, second] = splitTraffic(traffic);
    const fitted = await inSlices(evenly(first, MOST_FITTED), { signal });
    onProgress(0.1);
    const predicted = await inSlices(evenly(second, MOST_PREDICTED), { signal });
    onProgress(0.2);
    const whole = await inSlices(evenly(traffic, MOST_FITTED), { signal });
    await breathe(signal);
    const fits = await inSlices(fittingModels(fitted), { signal });
    onProgress(0.3);
    const models = await inSlices(fittingModels(whole), { signal });
    if (!models.some(({ measured }) => measured >= FEWEST_MEASURED)) {
      const most = Math.max(0, ...models.map(({ measured }) => measured));
      return refused(
        `“${traffic.label}” records the latency of ${most} answers of one model; ${FEWEST_MEASURED} are needed to tell a tail from chance. Choose a longer log, or map its latency column.`,
      );
    }
    onProgress(0.4);
    await breathe(signal);
    const recorded =
      options.policy === undefined ? recordedPolicy(fits) : { policy: withFits(options.policy, matchFits(options.policy, fits)), left: [] };
    const errors = lint(recorded.policy).filter(({ severity }) => severity === 'error');
    if (errors.length > 0) return refused(`The policy cannot predict the log: ${errors.map(({ message }) => message).join(' ')}`);
    const played = withRecordedModel(predicted);
    const pool = openPool(played, workers, options);
    const bucketMs = bucketMsFor(played.arrivalMs[played.requestCount - 1] ?? 0);
    const rehearsed = { policy: recorded.policy, scenario: CALM, seed: 1, bucketMs, traceCount: 0 };
    const outcomes = await pool
      .run([{ rehearsed, replication: 0, keeps: 'figures' }], { onProgress: ({ share }) => onProgress(0.4 + 0.6 * share), signal })
      .finally(pool.close);
    const figures = outcomes?.[0]?.figures;
    if (figures == null) return { kind: 'cancelled' };
    const tested = backTest(recordedFigures(played, played.recorded!), figures, costOf(predicted, fitCost(fitted)));
    return {
      kind: 'calibrated',
      calibration: {
        label: traffic.label,
        models,
        left: recorded.left,
        backTest: tested,
        fittedOn: fitted.requestCount,
        predicted: predicted.requestCount,
        calibrated: { label: traffic.label, configs: models.map(modelConfig), backTest: tested },
      },
    };
  } catch (error) {
    if (signal?.aborted) return { kind: 'cancelled' };
    throw error;
  }
}

async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}
