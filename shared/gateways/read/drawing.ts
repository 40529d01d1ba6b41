import { kinds, parsedConfig } from '../../kinds/index.ts';
import {
  MODEL_PRICE_DEFAULTS,
  type ModelPrice,
  type Policy,
  type PolicyNode,
  PROVIDER_DEFAULTS,
  type Provider,
} from '../../model/index.ts';
import { listPrices, usualLatencies } from '../../templates/index.ts';
import type { ConfigPath, Drawn } from './imported.ts';

/** Of a model that neither the file nor the product's list knows: dear rather than cheap, so that a budget drawn on it holds. */
const ASSUMED_PRICE: Omit<ModelPrice, 'name'> = {
  ...MODEL_PRICE_DEFAULTS,
  inputUsdPerMTok: 3,
  outputUsdPerMTok: 15,
  contextTokens: 128_000,
};

export interface ModelOfConfig {
  readonly providerId: string;
  /** Name that the provider's API knows. */
  readonly model: string;
  readonly name?: string;
  /** Kept where it is an id and free. */
  readonly id?: string;
  readonly at: ConfigPath;
  /** What the file says of its prices and window. */
  readonly price?: Partial<Omit<ModelPrice, 'name'>>;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** A policy in the making. Ids are made of names and never twice the same; whatever a schema refuses is a fault of the reader's and throws. */
export class Drawing {
  private readonly nodes: PolicyNode[] = [];
  private readonly edges: Policy['edges'] = [];
  private readonly providers = new Map<string, Provider>();
  private readonly origins = new Map<string, ConfigPath>();
  private readonly assumed = new Map<string, { path: ConfigPath; sentence: string }>();
  private readonly references = new Map<string, string>();
  private readonly ids = new Set<string>();

  /** `id` is kept where it is one and free. */
  node(kind: string, name: string, config: Readonly<Record<string, unknown>>, at: ConfigPath | null, id?: string): string {
    const known = kinds.get(kind);
    if (known === undefined) throw new Error(`there is no kind ${JSON.stringify(kind)}`);
    const own = this.freeId(id ?? name, kind);
    const node: PolicyNode = { id: own, kind, name: name.slice(0, 200) || known.face.title, config: { ...config } };
    const parsed = parsedConfig(known, node);
    if (!parsed.success) throw parsed.error;
    this.nodes.push({ ...node, config: parsed.data as PolicyNode['config'] });
    if (at !== null) this.origins.set(own, at);
    return own;
  }

  wire(from: string, port: string, to: string | undefined): void {
    // What could not be drawn leaves its port open, and the policy says so.
    if (to !== undefined) this.edges.push({ from, port, to });
  }

  /** `inner` called by a new node of one way out; `inner` itself where it is nothing. */
  above(
    inner: string | undefined,
    kind: string,
    name: string,
    config: Readonly<Record<string, unknown>>,
    at: ConfigPath | null,
    id?: string,
  ): string {
    const own = this.node(kind, name, config, at, id);
    this.wire(own, 'next', inner);
    return own;
  }

  provider(wish: string, name: string): string {
    const id = idOf(wish, 'provider');
    if (!this.providers.has(id)) this.providers.set(id, { ...PROVIDER_DEFAULTS, id, name: name.slice(0, 200) || id, models: [] });
    return id;
  }

  /** Adds to what is known of a provider's limits. */
  limit(id: string, limits: Partial<Pick<Provider, 'requestsPerMin' | 'tokensPerMin' | 'concurrency'>>): void {
    const provider = this.providers.get(id);
    if (provider === undefined) throw new Error(`no provider ${JSON.stringify(id)}`);
    this.providers.set(id, { ...provider, ...limits });
  }

  model({ providerId, model, name, id, at, price = {}, config = {} }: ModelOfConfig): string {
    const provider = this.providers.get(providerId);
    if (provider === undefined) throw new Error(`no provider ${JSON.stringify(providerId)}`);
    const modelName = model.slice(0, 200) || 'model';
    if (provider.models.every((one) => one.name !== modelName)) {
      const listed = priceOf(providerId, modelName);
      const isTold = price.inputUsdPerMTok !== undefined && price.outputUsdPerMTok !== undefined;
      this.providers.set(providerId, {
        ...provider,
        models: [...provider.models, { ...(listed ?? ASSUMED_PRICE), ...price, name: modelName }],
      });
      if (!isTold) {
        this.assume(
          at,
          listed === undefined
            ? `The file holds no price of ${modelName} and Gracefall’s list does not know it: $${ASSUMED_PRICE.inputUsdPerMTok} and $${ASSUMED_PRICE.outputUsdPerMTok} a million tokens are assumed.`
            : `The file holds no price of ${modelName}: the list price of ${listed.name} is taken, $${listed.inputUsdPerMTok} and $${listed.outputUsdPerMTok} a million tokens.`,
        );
      }
    }
    const latency = latencyOf(modelName);
    return this.node('model', name ?? modelName, { ...latency, ...config, providerId, model: modelName }, at, id);
  }

  assume(path: ConfigPath, sentence: string): void {
    this.assumed.set(sentence, { path, sentence });
  }

  /** The export asks for the secret at this place by that name. */
  refer(place: string, variable: string): void {
    this.references.set(place, variable);
  }

  /** `id`: what an export will call it; the name as an id where it is left out. */
  finish(name: string, description: string, id: string = name): Drawn {
    const policy: Policy = {
      id: idOf(id, 'policy'),
      name: name.slice(0, 200),
      description,
      providers: [...this.providers.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
      nodes: this.nodes,
      edges: this.edges,
      silenced: [],
      promises: [],
    };
    return { policy, origins: this.origins, assumed: [...this.assumed.values()], references: this.references };
  }

  private freeId(wish: string, kind: string): string {
    const wanted = idOf(wish, kind);
    let id = wanted;
    for (let copy = 2; this.ids.has(id); copy++) id = `${wanted.slice(0, 58)}-${copy}`;
    this.ids.add(id);
    return id;
  }
}

/** "GPT-4o (EU)" → "gpt-4o-eu" */
export function idOf(text: string, otherwise: string): string {
  const id = text
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 60);
  return id === '' ? otherwise : id;
}

/** `gpt-4o-2024-08-06` costs what `gpt-4o` does: the longest name that begins it, up to a hyphen. */
const begins = (model: string, listed: string): boolean => {
  const own = model.toLowerCase().replaceAll('.', '-');
  const known = listed.toLowerCase().replaceAll('.', '-');
  return own === known || (own.startsWith(`${known}-`) && /^[\d@-]/.test(own.slice(known.length + 1)));
};

function priceOf(providerId: string, model: string): ModelPrice | undefined {
  const bare = model.split('/').at(-1) ?? model;
  const fits = listPrices.flatMap((provider) =>
    provider.models.filter(({ name }) => begins(bare, name)).map((price) => ({ price, isOwn: provider.id === providerId })),
  );
  fits.sort((a, b) => Number(b.isOwn) - Number(a.isOwn) || b.price.name.length - a.price.name.length);
  return fits[0]?.price;
}

const latencyOf = (model: string): Readonly<Record<string, unknown>> => {
  const bare = model.split('/').at(-1) ?? model;
  const known = usualLatencies.find((one) => begins(bare, one.model));
  if (known === undefined) return {};
  const { providerId: _, model: __, ...latency } = known;
  return latency;
};
