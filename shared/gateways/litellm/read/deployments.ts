import type { Drawing } from '../../read/drawing.ts';
import { idOf } from '../../read/drawing.ts';
import { pathText } from '../../read/imported.ts';
import type { Place } from '../../read/place.ts';
import { environmentReference } from '../../read/secrets.ts';

const LONGEST_REQUEST_MS = 3_600_000;

/** LiteLLM's prefixes under another name of ours. */
const PROVIDER_OF: Readonly<Record<string, string>> = {
  gemini: 'google',
  vertex_ai: 'vertex-ai',
  together_ai: 'together-ai',
  cohere_chat: 'cohere',
  azure_ai: 'azure-ai',
};
/** Ids of ours that LiteLLM knows by one prefix. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  gemini: ['google', 'gemini'],
  mistral: ['mistral', 'mistral-ai'],
  cohere_chat: ['cohere'],
  together_ai: ['together', 'together-ai'],
};
const TITLES: Readonly<Record<string, string>> = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  google: 'Google',
  azure: 'Azure OpenAI',
  bedrock: 'Amazon Bedrock',
  'vertex-ai': 'Vertex AI',
  mistral: 'Mistral',
  groq: 'Groq',
  cohere: 'Cohere',
  deepseek: 'DeepSeek',
  openrouter: 'OpenRouter',
};
/** Without a prefix LiteLLM knows the provider by the model's name. */
const BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/^(gpt|o\d|chatgpt|text-embedding|davinci)/, 'openai'],
  [/^claude/, 'anthropic'],
  [/^gemini/, 'google'],
  [/^(mistral|codestral|ministral)/, 'mistral'],
  [/^deepseek/, 'deepseek'],
  [/^command/, 'cohere'],
];

export interface ReadDeployment {
  readonly providerId: string;
  /** LiteLLM's own name of the provider: the prefix. */
  readonly prefix: string;
  readonly model: string;
}

/** One address is one provider of ours: its deployments fail together, those at another address do not. */
export class Providers {
  private readonly addresses = new Map<string, string>();

  constructor(private readonly drawing: Drawing) {}

  of(params: Place): ReadDeployment {
    const written = params.at('model').text() ?? 'model';
    const slash = written.indexOf('/');
    const known = BY_NAME.find(([name]) => name.test(written))?.[1];
    const prefix = slash > 0 ? written.slice(0, slash) : (params.at('custom_llm_provider').text() ?? known ?? 'openai');
    const model = slash > 0 ? written.slice(slash + 1) : written;
    const base = idOf(PROVIDER_OF[prefix] ?? prefix, 'provider');
    const address = params.at('api_base').text() ?? params.at('base_url').text();
    const region = params.at('aws_region_name').text() ?? params.at('vertex_location').text() ?? params.at('region_name').text();
    const key = params.at('api_key');
    const reference = environmentReference(key.text() ?? '');
    const fromKey = idFromVariable(reference, '_API_KEY');
    // Google's keys are named for the company or for the model, Mistral's with or without "ai".
    const isOwn = fromKey !== undefined && (ALIASES[prefix] ?? [base]).includes(fromKey);
    const providerId = isOwn && address === undefined && region === undefined ? fromKey : this.idFor(base, address, region);
    const name = TITLES[base] ?? base;
    const own = providerId === base ? name : `${name} (${region ?? providerId.slice(base.length + 1)})`;
    const id = this.drawing.provider(providerId, own);
    const variable = `${id.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_API_KEY`;
    this.drawing.refer(pathText(key.path), `os.environ/${variable}`);
    if (reference !== undefined && reference !== variable)
      key.leave(`The key is read from ${reference}; exports read it from ${variable}.`);
    return { providerId: id, prefix, model };
  }

  private idFor(base: string, address: string | undefined, region: string | undefined): string {
    const key = `${base} ${address ?? ''} ${region ?? ''}`;
    const there = this.addresses.get(key);
    if (there !== undefined) return there;
    const taken = new Set(this.addresses.values());
    const variable = idFromVariable(environmentReference(address ?? ''), '_BASE_URL');
    const host = /^https?:\/\/([A-Za-z][^/:.]*)\./.exec(address ?? '')?.[1];
    const own = host === undefined || host === 'api' ? 'own-host' : host;
    const wish = variable ?? (region !== undefined ? `${base}-${region}` : address === undefined ? base : `${base}-${own}`);
    let id = idOf(wish, base);
    for (let copy = 2; taken.has(id); copy++) id = `${idOf(wish, base)}-${copy}`;
    this.addresses.set(key, id);
    return id;
  }
}

/** `ACME_BASE_URL` → `acme` */
const idFromVariable = (variable: string | undefined, ending: string): string | undefined =>
  variable?.endsWith(ending) ? idOf(variable.slice(0, -ending.length).replaceAll('_', '-'), 'provider') : undefined;

/** A text such as "os.environ/…" has a value that is not known here. */
export function millisecondsOf(...places: readonly Place[]): number | undefined {
  let found: number | undefined;
  for (const place of places) {
    const seconds = place.number();
    if (found === undefined && seconds !== undefined && seconds > 0) found = Math.min(LONGEST_REQUEST_MS, seconds * 1_000);
  }
  return found;
}

/** Money of a million tokens, from money of one. */
export function pricesOf(deployment: Place): { inputUsdPerMTok?: number; outputUsdPerMTok?: number; contextTokens?: number } {
  const [info, params] = [deployment.at('model_info'), deployment.at('litellm_params')];
  const of = (key: string): number | undefined => info.at(key).number() ?? params.at(key).number();
  const million = (usd: number | undefined): number | undefined =>
    usd === undefined || usd < 0 ? undefined : Number((usd * 1e6).toPrecision(12));
  const [input, output] = [million(of('input_cost_per_token')), million(of('output_cost_per_token'))];
  const context = of('max_input_tokens') ?? info.at('max_tokens').number();
  return {
    ...(input === undefined ? {} : { inputUsdPerMTok: input }),
    ...(output === undefined ? {} : { outputUsdPerMTok: output }),
    ...(context === undefined || context < 1 || !Number.isInteger(context) ? {} : { contextTokens: Math.min(1e9, context) }),
  };
}
