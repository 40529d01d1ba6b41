import type { Member } from '../../ladder/index.ts';
import type { Target } from '../schema.ts';

/** Providers of ours, by id, as Kong names them. */
const PROVIDERS: Readonly<Record<string, Target['model']['provider']>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  cohere: 'cohere',
  google: 'gemini',
  gemini: 'gemini',
  mistral: 'mistral',
  'mistral-ai': 'mistral',
};

export const isKnownProvider = (providerId: string): boolean => Object.hasOwn(PROVIDERS, providerId);

/** `openai` → `{vault://env/openai-auth}`, which Kong reads from OPENAI_AUTH. */
export const secretOf = (providerId: string): string => `{vault://env/${slug(providerId)}-auth}`;

/** Where another provider's address has to be put: decK fills it in from its environment. */
export const addressOf = (providerId: string): string => `\${{ env "DECK_${slug(providerId).toUpperCase().replaceAll('-', '_')}_URL" }}`;

const slug = (providerId: string): string =>
  providerId
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'x';

export function mapTarget({ config }: Member, weight: number): Target {
  const providerId = String(config['providerId']);
  const provider = PROVIDERS[providerId] ?? 'openai';
  const options = {
    ...(config['maxOutputTokens'] === null ? {} : { max_tokens: Number(config['maxOutputTokens']) }),
    ...(isKnownProvider(providerId) ? {} : { upstream_url: addressOf(providerId) }),
    ...(provider === 'anthropic' ? { anthropic_version: '2023-06-01' } : {}),
    ...(provider === 'mistral' ? { mistral_format: 'openai' as const } : {}),
  };
  return {
    route_type: 'llm/v1/chat',
    auth:
      provider === 'gemini'
        ? { param_name: 'key', param_value: secretOf(providerId), param_location: 'query' }
        : { header_name: provider === 'anthropic' ? 'x-api-key' : 'Authorization', header_value: secretOf(providerId) },
    model: { provider, name: String(config['model']), ...(Object.keys(options).length === 0 ? {} : { options }) },
    weight,
  };
}
