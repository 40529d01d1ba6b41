import type { ModelConfig } from '../../../kinds/index.ts';

/** Providers of ours, by id, as Cloudflare names them. */
const PROVIDERS: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  google: 'google-ai-studio',
  gemini: 'google-ai-studio',
  'google-ai-studio': 'google-ai-studio',
  'vertex-ai': 'google-vertex-ai',
  azure: 'azure-openai',
  'azure-openai': 'azure-openai',
  bedrock: 'aws-bedrock',
  'workers-ai': 'workers-ai',
  mistral: 'mistral',
  'mistral-ai': 'mistral',
  cohere: 'cohere',
  groq: 'groq',
  deepseek: 'deepseek',
  xai: 'grok',
  grok: 'grok',
  perplexity: 'perplexity-ai',
  cerebras: 'cerebras',
  openrouter: 'openrouter',
};

export const isKnownProvider = (providerId: string): boolean => Object.hasOwn(PROVIDERS, providerId);

/** Any other is a custom provider of the account, whose slug is called with `custom-` before it. */
export const customSlug = (providerId: string): string =>
  providerId
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^custom-/, '');

/** Without retries; both in milliseconds, the shorter limit counts. */
export function mapModel({ providerId, model, requestTimeoutMs }: ModelConfig, timeoutMs: number) {
  return {
    provider: PROVIDERS[providerId] ?? `custom-${customSlug(providerId)}`,
    model,
    timeout: Math.ceil(Math.min(requestTimeoutMs, timeoutMs)),
  };
}
