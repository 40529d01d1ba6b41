import { priceOf } from '../../model/index.ts';
import type { Face } from '../kind.ts';
import { shortened, usdText } from '../words.ts';
import type { ModelConfig } from './config.ts';

export const modelFace: Face<ModelConfig> = {
  title: 'Model',
  purpose: 'A language model at a provider: it answers, takes its time, costs money and sometimes fails.',
  group: 'answers',
  glyph: {
    name: 'a speech bubble with three dots',
    paths: ['M5.8 4h4.4a4 4 0 0 1 0 8H5.8a4 4 0 0 1 0-8z', 'M5.6 8h.01M8 8h.01M10.4 8h.01'],
  },
  silhouette: 'model',
  isCallable: true,
  ports: () => [],
  summary(config, policy) {
    if (config.model === '') return 'no model chosen yet';
    const provider = policy.providers.find((candidate) => candidate.id === config.providerId);
    const price = priceOf(provider, config.model);
    const name = shortened(config.model, 26);
    if (provider === undefined) return `${name} at an unknown provider`;
    const place = `${name} at ${shortened(provider.name, 14)}`;
    return price === undefined
      ? `${place}, not in its price list`
      : `${place}, ${usdText(price.inputUsdPerMTok)} / ${usdText(price.outputUsdPerMTok)} per M`;
  },
  keywords: ['llm', 'gpt', 'claude', 'provider', 'completion', 'chat', 'answer'],
};
