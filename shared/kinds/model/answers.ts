import { priceOf } from '../../model/index.ts';
import type { Answering, AnswerView } from '../kind.ts';
import { latencyP95Ms } from '../latency-shape.ts';
import { durationText, numberText, percentText, usdText } from '../words.ts';
import type { ModelConfig } from './config.ts';

/**
 * One attempt without a queue and without an incident. A late first token and a long answer rarely come together, so their sum
 * lies a little above the true P95: an estimate that errs towards patience.
 */
export function modelAnswers(config: ModelConfig, view: AnswerView): Answering {
  const provider = view.policy.providers.find(({ id }) => id === config.providerId);
  const price = priceOf(provider, config.model);
  const written = (tokens: number): number => Math.min(tokens, config.maxOutputTokens ?? Number.POSITIVE_INFINITY);
  const writingMs = config.outputTokensPerS === 0 ? 0 : (written(view.longOutputTokens) / config.outputTokensPerS) * 1000;
  const firstTokenMs = latencyP95Ms(config.latencyShape, config.ttftP50Ms, config.ttftP95Ms);
  const p95Ms = Math.min(config.requestTimeoutMs, firstTokenMs + writingMs);
  const usd =
    price === undefined ? null : (view.inputTokens * price.inputUsdPerMTok + written(view.outputTokens) * price.outputUsdPerMTok) / 1e6;
  const writing =
    config.outputTokensPerS === 0
      ? 'the answer’s length costs no time'
      : `${numberText(written(view.longOutputTokens), 0)} tokens of a long answer at ${numberText(config.outputTokensPerS)} tokens/s`;
  return {
    tier: config.tier,
    by: config.model === '' ? 'no model chosen yet' : provider === undefined ? config.model : `${config.model} at ${provider.name}`,
    text: null,
    successRate: config.successRate,
    p95Ms,
    usd,
    basis: [
      `P95: first token within ${durationText(Math.round(firstTokenMs))}, then ${writing}; no queue, no incident.`,
      price === undefined
        ? 'Cost: unknown, since the provider’s price list does not name the model.'
        : `Cost: ${numberText(view.inputTokens)} tokens in and ${numberText(written(view.outputTokens))} out at ${usdText(price.inputUsdPerMTok)} and ${usdText(price.outputUsdPerMTok)} per million.`,
      `Quality: it solves ${percentText(config.successRate)} of tasks at the first attempt.`,
    ],
  };
}
