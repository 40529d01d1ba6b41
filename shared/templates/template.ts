import { kinds } from '../kinds/index.ts';
import {
  type Ability,
  type ModelPrice,
  POLICY_FORMAT,
  type PolicyDocument,
  type PolicyEdge,
  type PolicyNode,
  PROVIDER_DEFAULTS,
  type Provider,
} from '../model/index.ts';

/** A policy to begin with: it has no problem, every node is named for its job, every promise is written, and every chosen value says why it stands there. */
export interface Template {
  /** Stable name. */
  readonly id: string;
  readonly name: string;
  /** One sentence: what it is for. */
  readonly purpose: string;
  /** What users get of each tier, tier 1 first. */
  readonly promises: readonly [string, string, string];
  readonly providers: readonly Provider[];
  /** In the order of reading; ids are the template's own, `chat-retry`, because the reasons are found by them. */
  readonly nodes: readonly TemplateNode[];
  /** `caller:port > called`; the port is `next` where it is left out. */
  readonly wires: readonly string[];
}

export interface TemplateNode {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Why a setting has this value, by the setting's key. */
  readonly why: Readonly<Record<string, string>>;
}

const wireOf = (text: string): PolicyEdge => {
  const [caller = '', to = ''] = text.split(' > ');
  const [from = '', port = 'next'] = caller.split(':');
  return { from, port, to };
};

export const nodeOf = ({ id, kind, name, config }: TemplateNode): PolicyNode => {
  const known = kinds.get(kind);
  if (known === undefined) throw new Error(`templates: there is no kind "${kind}"`);
  return { id, kind, name, config: known.config.schema.parse(config) as PolicyNode['config'] };
};

const byId = <T extends { readonly id: string }>(items: readonly T[]): T[] => [...items].sort((a, b) => (a.id < b.id ? -1 : 1));

/** The document, not yet laid out: places are given by whoever draws it. */
export function templateDocument(template: Template): PolicyDocument {
  const nodes = byId(template.nodes.map(nodeOf));
  const entry = nodes.find(({ kind }) => kind === 'entry');
  if (entry === undefined) throw new Error(`templates: "${template.id}" has no entry`);
  return {
    format: POLICY_FORMAT,
    policy: {
      id: template.id,
      name: template.name,
      description: template.purpose,
      providers: byId(template.providers),
      nodes,
      edges: template.wires.map(wireOf),
      silenced: [],
      promises: template.promises.map((text, i) => ({ entryId: entry.id, tier: (i + 1) as 1 | 2 | 3, text, signOff: null })),
    },
    layout: { nodes: {}, notes: [], groups: [] },
  };
}

const price = (
  name: string,
  inputUsdPerMTok: number,
  outputUsdPerMTok: number,
  contextTokens: number,
  abilities: Ability[],
): ModelPrice => ({
  name,
  inputUsdPerMTok,
  outputUsdPerMTok,
  contextTokens,
  abilities,
  languages: [],
});

/** List prices of 2025 as the providers publish them; limits are left open, because they are the account's. */
export const OPENAI: Provider = {
  ...PROVIDER_DEFAULTS,
  id: 'openai',
  name: 'OpenAI',
  models: [
    price('gpt-4o', 2.5, 10, 128_000, ['tools', 'json', 'vision']),
    price('gpt-4.1', 2, 8, 1_047_576, ['tools', 'json', 'vision']),
    price('gpt-4o-mini', 0.15, 0.6, 128_000, ['tools', 'json', 'vision']),
  ],
};
export const ANTHROPIC: Provider = {
  ...PROVIDER_DEFAULTS,
  id: 'anthropic',
  name: 'Anthropic',
  models: [
    price('claude-haiku-4-5', 1, 5, 200_000, ['tools', 'json', 'vision']),
    price('claude-sonnet-4-5', 3, 15, 200_000, ['tools', 'json', 'vision']),
  ],
};
