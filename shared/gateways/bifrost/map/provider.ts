import type { Settings } from '../../ladder/index.ts';
import type { Provider } from '../schema.ts';

/** Providers of ours, by id, as Bifrost names them. */
const PROVIDERS: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  google: 'gemini',
  gemini: 'gemini',
  mistral: 'mistral',
  'mistral-ai': 'mistral',
  cohere: 'cohere',
  groq: 'groq',
  openrouter: 'openrouter',
};

export const isKnownProvider = (providerId: string): boolean => Object.hasOwn(PROVIDERS, providerId);

/** Of ids that are one provider to Bifrost, one entry is written. */
export const providerName = (providerId: string): string => PROVIDERS[providerId] ?? providerId.toLowerCase().replace(/[^a-z0-9]+/g, '-');

export function mapProvider(providerId: string, models: readonly string[], { retry, timeoutMs }: Settings): Provider {
  return {
    keys: [
      {
        name: `${providerName(providerId)}-key`,
        value: `env.${providerId.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_API_KEY`,
        models: [...models],
        weight: 1,
      },
    ],
    network_config: {
      default_request_timeout_in_seconds: Math.ceil(timeoutMs / 1_000),
      max_retries: Number(retry?.config['maxRetries'] ?? 0),
      ...(retry === undefined
        ? {}
        : { retry_backoff_initial: Number(retry.config['baseMs']), retry_backoff_max: Number(retry.config['capMs']) }),
    },
  };
}
