/** Providers of ours, by id: as OpenRouter names who answers, and who made the models. Someone who hosts the models of others has no author. */
const PROVIDERS: Readonly<Record<string, { readonly slug: string; readonly author?: string }>> = {
  openai: { slug: 'openai', author: 'openai' },
  anthropic: { slug: 'anthropic', author: 'anthropic' },
  google: { slug: 'google-ai-studio', author: 'google' },
  gemini: { slug: 'google-ai-studio', author: 'google' },
  'vertex-ai': { slug: 'google-vertex', author: 'google' },
  azure: { slug: 'azure', author: 'openai' },
  mistral: { slug: 'mistral', author: 'mistralai' },
  'mistral-ai': { slug: 'mistral', author: 'mistralai' },
  cohere: { slug: 'cohere', author: 'cohere' },
  deepseek: { slug: 'deepseek', author: 'deepseek' },
  xai: { slug: 'xai', author: 'x-ai' },
  perplexity: { slug: 'perplexity', author: 'perplexity' },
  groq: { slug: 'groq' },
  cerebras: { slug: 'cerebras' },
  together: { slug: 'together' },
  'together-ai': { slug: 'together' },
  bedrock: { slug: 'amazon-bedrock' },
};

export const isKnownProvider = (providerId: string): boolean => Object.hasOwn(PROVIDERS, providerId);

export const providerSlug = (providerId: string): string => PROVIDERS[providerId]?.slug ?? providerId;

/** "author/model"; a name that has a slash already is taken as it is. */
export const modelSlug = (providerId: string, model: string): string =>
  model.includes('/') ? model : `${PROVIDERS[providerId]?.author ?? providerId}/${model}`;
