import type { Bound } from '../kind.ts';
import type { EvaluatorConfig } from './config.ts';

/** The judge works after the answer has gone out. */
export const evaluatorBounds: Bound<EvaluatorConfig> = (config, _node, view) => {
  const next = view.below('next');
  return { ...next, usd: next.usd + (config.sampleRate > 0 ? config.priceUsd : 0) };
};
