import type * as z from 'zod';
import type { backendSchema, securitySchema, serviceSchema, tlsSchema } from '../schema.ts';

/** Addresses of providers as their own documentation gives them; `prefix` where OpenAI's protocol is not at `/v1`. */
const PROVIDERS: Readonly<
  Record<string, { readonly hostname: string; readonly schema: 'OpenAI' | 'Anthropic'; readonly prefix?: string }>
> = {
  openai: { hostname: 'api.openai.com', schema: 'OpenAI' },
  anthropic: { hostname: 'api.anthropic.com', schema: 'Anthropic' },
  google: { hostname: 'generativelanguage.googleapis.com', schema: 'OpenAI', prefix: '/v1beta/openai' },
  gemini: { hostname: 'generativelanguage.googleapis.com', schema: 'OpenAI', prefix: '/v1beta/openai' },
  mistral: { hostname: 'api.mistral.ai', schema: 'OpenAI' },
  'mistral-ai': { hostname: 'api.mistral.ai', schema: 'OpenAI' },
  cohere: { hostname: 'api.cohere.ai', schema: 'OpenAI', prefix: '/compatibility/v1' },
  groq: { hostname: 'api.groq.com', schema: 'OpenAI', prefix: '/openai/v1' },
  together: { hostname: 'api.together.xyz', schema: 'OpenAI' },
  'together-ai': { hostname: 'api.together.xyz', schema: 'OpenAI' },
  deepseek: { hostname: 'api.deepseek.com', schema: 'OpenAI' },
  openrouter: { hostname: 'openrouter.ai', schema: 'OpenAI', prefix: '/api/v1' },
};

export const isKnownProvider = (providerId: string): boolean => Object.hasOwn(PROVIDERS, providerId);

/** A name as Kubernetes takes it. */
export const resourceName = (...parts: readonly string[]): string =>
  parts
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '') || 'x';

type Resource = z.infer<typeof serviceSchema> | z.infer<typeof securitySchema> | z.infer<typeof backendSchema> | z.infer<typeof tlsSchema>;

/** What stands for a provider: keys by the name of a Secret. The address of one that is not known is a Backend of the team's. */
export function mapProvider(providerId: string): readonly Resource[] {
  const known = PROVIDERS[providerId];
  const name = resourceName(providerId);
  const secretRef = { name: resourceName(providerId, 'api-key') };
  const targetRefs = [{ group: 'aigateway.envoyproxy.io' as const, kind: 'AIServiceBackend' as const, name }];
  const resources: Resource[] = [
    {
      apiVersion: 'aigateway.envoyproxy.io/v1beta1',
      kind: 'AIServiceBackend',
      metadata: { name },
      spec: {
        schema: { name: known?.schema ?? 'OpenAI', ...(known?.prefix === undefined ? {} : { prefix: known.prefix }) },
        backendRef: { name, kind: 'Backend', group: 'gateway.envoyproxy.io' },
      },
    } as Resource,
    {
      apiVersion: 'aigateway.envoyproxy.io/v1beta1',
      kind: 'BackendSecurityPolicy',
      metadata: { name: secretRef.name },
      spec:
        known?.schema === 'Anthropic'
          ? { targetRefs, type: 'AnthropicAPIKey', anthropicAPIKey: { secretRef } }
          : { targetRefs, type: 'APIKey', apiKey: { secretRef } },
    } as Resource,
  ];
  if (known === undefined) return resources;
  return [
    ...resources,
    {
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'Backend',
      metadata: { name },
      spec: { endpoints: [{ fqdn: { hostname: known.hostname, port: 443 } }] },
    } as Resource,
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'BackendTLSPolicy',
      metadata: { name: resourceName(providerId, 'tls') },
      spec: {
        targetRefs: [{ group: 'gateway.envoyproxy.io', kind: 'Backend', name }],
        validation: { wellKnownCACertificates: 'System', hostname: known.hostname },
      },
    } as Resource,
  ];
}
