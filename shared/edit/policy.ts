import { isSameData } from '../kinds/index.ts';
import { type Policy, PROVIDER_DEFAULTS, type Provider, policySchema, providerSchema } from '../model/index.ts';
import { type Command, freeId, replaceById, withPolicy } from './command.ts';

/** Nothing happens for a name that is empty or longer than 200 characters, or a description of more than 10 000. */
export const setPolicy = (patch: { readonly name?: string; readonly description?: string }): Command => ({
  label: patch.name === undefined ? 'Change description' : `Rename policy to ${patch.name}`,
  apply(document) {
    const { policy } = document;
    const name = patch.name ?? policy.name;
    const description = patch.description ?? policy.description;
    if (name === policy.name && description === policy.description) return document;
    const { shape } = policySchema;
    if (!shape.name.safeParse(name).success || !shape.description.safeParse(description).success) return document;
    return withPolicy(document, { ...policy, name, description });
  },
});

/** Id for a new provider: its name in id letters, numbered when taken. */
export function newProviderId(policy: Policy, name: string): string {
  const letters = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40);
  return freeId(letters === '' ? 'provider' : letters, new Set(policy.providers.map(({ id }) => id)));
}

/** Limits left out are none; see PROVIDER_DEFAULTS. Nothing happens when the id is taken or the schema refuses the provider. */
export const addProvider = (added: Partial<Provider> & Pick<Provider, 'name'>): Command => ({
  label: `Add provider ${added.name}`,
  apply(document) {
    const { policy } = document;
    const provider = providerSchema.safeParse({ ...PROVIDER_DEFAULTS, ...added, id: added.id ?? newProviderId(policy, added.name) });
    if (!provider.success || policy.providers.some(({ id }) => id === provider.data.id)) return document;
    return withPolicy(document, { ...policy, providers: [...policy.providers, provider.data] });
  },
});

/** The id never changes: nodes and scenarios refer to it. Nothing happens when the schema refuses the result. */
export const setProvider = (providerId: string, patch: Partial<Omit<Provider, 'id'>>): Command => ({
  label: 'Change provider',
  labelFor: ({ policy }) => `Change provider ${providerName(policy, providerId)}`,
  apply(document) {
    const { policy } = document;
    const providers = replaceById(policy.providers, providerId, (provider) => {
      const after = providerSchema.safeParse({ ...provider, ...patch, id: provider.id });
      return !after.success || isSameData(after.data, provider) ? provider : after.data;
    });
    return providers === policy.providers ? document : withPolicy(document, { ...policy, providers });
  },
});

/** Models that name the provider stay as they are; lint then says what they miss. */
export const removeProvider = (providerId: string): Command => ({
  label: 'Remove provider',
  labelFor: ({ policy }) => `Remove provider ${providerName(policy, providerId)}`,
  apply(document) {
    const { policy } = document;
    const providers = policy.providers.filter(({ id }) => id !== providerId);
    return providers.length === policy.providers.length ? document : withPolicy(document, { ...policy, providers });
  },
});

const providerName = (policy: Policy, providerId: string): string =>
  policy.providers.find(({ id }) => id === providerId)?.name ?? providerId;
