import type { Drawing } from '../../read/drawing.ts';
import { idOf } from '../../read/drawing.ts';
import { pathText } from '../../read/imported.ts';
import type { Place } from '../../read/place.ts';
import { environmentReference } from '../../read/secrets.ts';
import { environmentName, fromEnvironment, isKnownProvider, PROVIDERS } from '../map/model.ts';

const ID_OF: ReadonlyMap<string, string> = new Map(Object.entries(PROVIDERS).map(([id, name]) => [name, id]));

/** Who serves a target: the provider that its key belongs to, at the address that the target names. */
export function providerOf(target: Place, drawing: Drawing, hosts: Map<string, string>, modelSlug: string | undefined): string {
  const named = target.at('provider').text();
  const slug = modelSlug ?? (named?.startsWith('@') ? named.slice(1) : undefined) ?? target.at('virtual_key').text();
  const keyVariable = referenceAt(target.at('api_key'));
  const host = target.at('custom_host').text();
  const own = (target.at('custom_host').isThere ? ownHost(host, hosts) : undefined) ?? slug;
  const fromKey = keyVariable?.endsWith('_API_KEY')
    ? keyVariable.slice(0, -'_API_KEY'.length).toLowerCase().replaceAll('_', '-')
    : undefined;
  const fits = fromKey !== undefined && (own === undefined ? PROVIDERS[fromKey] === named : !isKnownProvider(fromKey));
  const id = idOf((fits ? fromKey : undefined) ?? own ?? ID_OF.get(named ?? '') ?? named ?? 'provider', 'provider');
  const providerId = drawing.provider(id, named === undefined || named.startsWith('@') || own !== undefined ? id : titled(id));
  const wanted = `${environmentName(providerId)}_API_KEY`;
  if (keyVariable !== undefined && keyVariable !== wanted) {
    target.at('api_key').leave(`The key is read from ${keyVariable}; exports read it from ${wanted}.`);
  }
  drawing.refer(pathText(target.at('api_key').path), fromEnvironment(wanted));
  return providerId;
}

function referenceAt(place: Place): string | undefined {
  const text = place.text();
  return text === undefined ? undefined : environmentReference(text);
}

/** `${ACME_BASE_URL}` → `acme`; `https://eu.acme.com/v1` → `eu-acme`; the same address the same id. */
function ownHost(host: string | undefined, hosts: Map<string, string>): string {
  const address = host ?? '';
  const known = hosts.get(address);
  if (known !== undefined) return known;
  const variable = environmentReference(address);
  const name =
    variable !== undefined
      ? variable
          .replace(/_BASE_URL$/, '')
          .toLowerCase()
          .replaceAll('_', '-')
      : /^https?:\/\/(?:\d|localhost)/.test(address) || address === ''
        ? 'own-host'
        : (/^https?:\/\/([^/:]+)/.exec(address)?.[1] ?? 'own-host').split('.').slice(0, -1).join('-');
  let id = idOf(name, 'own-host');
  if (isKnownProvider(id)) id = `${id}-own`;
  for (let copy = 2; [...hosts.values()].includes(id); copy++) id = `${idOf(name, 'own-host')}-${copy}`;
  hosts.set(address, id);
  return id;
}

const TITLES: Readonly<Record<string, string>> = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  google: 'Google',
  mistral: 'Mistral',
  'mistral-ai': 'Mistral',
  cohere: 'Cohere',
  groq: 'Groq',
  deepseek: 'DeepSeek',
  openrouter: 'OpenRouter',
};
const titled = (id: string): string => TITLES[id] ?? id;
