import type { ModelConfig } from '../../../kinds/index.ts';
import type { Flavour } from '../flavour.ts';
import type { Leaf } from '../schema.ts';

/** Providers of ours, by id, as Portkey names them. Any other is called as one that speaks OpenAI's protocol, at an address of its own. */
export const PROVIDERS: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  google: 'google',
  gemini: 'google',
  mistral: 'mistral-ai',
  'mistral-ai': 'mistral-ai',
  cohere: 'cohere',
  groq: 'groq',
  together: 'together-ai',
  'together-ai': 'together-ai',
  deepseek: 'deepseek',
  openrouter: 'openrouter',
};

export const isKnownProvider = (providerId: string): boolean => Object.hasOwn(PROVIDERS, providerId);

/** `open-ai.eu` → `OPEN_AI_EU`. */
export const environmentName = (id: string): string => id.toUpperCase().replace(/[^A-Z0-9]+/g, '_');

/** A reference to an environment variable: whoever sends the config puts the value there, so that no key is ever in a file of ours. */
export const fromEnvironment = (name: string): string => `\${${name}}`;

export function mapModel(config: ModelConfig, { isHosted }: Flavour): Leaf {
  const { providerId, model, maxOutputTokens, requestTimeoutMs } = config;
  if (isHosted) {
    const named = `@${providerId}/${model}`;
    return {
      override_params: maxOutputTokens === null ? { model: named } : { model: named, max_tokens: maxOutputTokens },
      request_timeout: Math.ceil(requestTimeoutMs),
    };
  }
  const own = environmentName(providerId);
  return {
    provider: PROVIDERS[providerId] ?? 'openai',
    api_key: fromEnvironment(`${own}_API_KEY`),
    ...(isKnownProvider(providerId) ? {} : { custom_host: fromEnvironment(`${own}_BASE_URL`) }),
    override_params: maxOutputTokens === null ? { model } : { model, max_tokens: maxOutputTokens },
    request_timeout: Math.ceil(requestTimeoutMs),
  };
}
