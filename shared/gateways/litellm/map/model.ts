import type { ModelConfig, TemplateConfig } from '../../../kinds/index.ts';
import type { Provider } from '../../../model/index.ts';
import { environmentName } from '../../portkey/map/model.ts';
import type { Deployment } from '../schema.ts';

/** Providers of ours, by id, as LiteLLM prefixes them. Any other is called as one that speaks OpenAI's protocol, at an address of its own. */
const PREFIXES: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  google: 'gemini',
  gemini: 'gemini',
  mistral: 'mistral',
  'mistral-ai': 'mistral',
  cohere: 'cohere_chat',
  groq: 'groq',
  together: 'together_ai',
  'together-ai': 'together_ai',
  deepseek: 'deepseek',
  openrouter: 'openrouter',
};

export const isKnownProvider = (providerId: string): boolean => Object.hasOwn(PREFIXES, providerId);

/** LiteLLM reads such a value from the environment when it starts, so that no key is ever in a file of ours. */
export const fromEnvironment = (name: string): string => `os.environ/${name}`;

type Entry = Omit<Deployment, 'model_name'>;

/** `id`: of this deployment among all; its cool-down is kept under it. */
export function mapModel(config: ModelConfig, providers: readonly Provider[], id: string, timeoutMs: number | undefined): Entry {
  const { providerId, model, maxOutputTokens, requestTimeoutMs } = config;
  const own = environmentName(providerId);
  const price = providers.find((one) => one.id === providerId)?.models.find(({ name }) => name === model);
  return {
    litellm_params: {
      model: `${PREFIXES[providerId] ?? 'openai'}/${model}`,
      ...(isKnownProvider(providerId) ? {} : { api_base: fromEnvironment(`${own}_BASE_URL`) }),
      api_key: fromEnvironment(`${own}_API_KEY`),
      ...(maxOutputTokens === null ? {} : { max_tokens: maxOutputTokens }),
      timeout: Math.ceil(Math.min(requestTimeoutMs, timeoutMs ?? Number.POSITIVE_INFINITY)) / 1000,
    },
    model_info: {
      id,
      input_cost_per_token: perToken(price?.inputUsdPerMTok ?? 0),
      output_cost_per_token: perToken(price?.outputUsdPerMTok ?? 0),
      ...(price === undefined ? {} : { max_input_tokens: price.contextTokens }),
    },
  };
}

/** The provider named here is never called. An empty answer would be taken for none. */
export const mapTemplate = ({ text }: TemplateConfig, id: string): Entry => ({
  litellm_params: { model: 'openai/fixed-answer', mock_response: text === '' ? ' ' : text },
  model_info: { id, input_cost_per_token: 0, output_cost_per_token: 0 },
});

/** Without the digits that the division by a million adds. */
const perToken = (usdPerMillion: number): number => Number((usdPerMillion / 1_000_000).toPrecision(12));
