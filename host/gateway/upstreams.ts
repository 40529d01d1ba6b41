import * as z from 'zod';
import { fail, ok, type Result } from '../../shared/model/index.ts';

/** Where the providers of a policy are, as a file says it. Keys stay in the environment: the file may lie in a repository. */
const upstreamSchema = z.union([
  z.strictObject({ simulated: z.literal(true) }),
  z.strictObject({
    /** As in OpenAI's clients, with the version: `https://api.openai.com/v1`. */
    baseUrl: z.url({ protocol: /^https?$/ }),
    /** Variable that holds the key; sent as `authorization: Bearer …`. Absent = none is sent. */
    apiKeyEnv: z.string().min(1).max(200).optional(),
    headers: z.record(z.string().regex(/^[A-Za-z0-9-]+$/), z.string()).default({}),
  }),
]);

export const upstreamsSchema = z.strictObject({
  /** By the provider's id in the policy. */
  providers: z.record(z.string(), upstreamSchema),
});

export interface ReachableUpstream {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** The key's among them. */
  readonly headers: Readonly<Record<string, string>>;
}

/** By provider id; null = simulated. */
export type Upstreams = ReadonlyMap<string, ReachableUpstream | null>;

const OPENAI_BASE_URL = 'https://api.openai.com/v1';

/** `my-azure` → `MY_AZURE`. */
const variableOf = (providerId: string): string => providerId.toUpperCase().replace(/[^A-Z0-9]/g, '_');

/**
 * Where each of these providers is: as the file says, else as the environment does (`ACME_BASE_URL`, `ACME_API_KEY` for provider `acme`). Fails with a
 * sentence for each that is nowhere. `text` null = there is no file.
 */
export function readUpstreams(
  text: string | null,
  environment: Readonly<Record<string, string | undefined>>,
  providerIds: readonly string[],
): Result<Upstreams, readonly string[]> {
  let providers: z.infer<typeof upstreamsSchema>['providers'] = {};
  if (text !== null) {
    let read: unknown;
    try {
      read = JSON.parse(text);
    } catch (error) {
      return fail([`The upstreams file is no JSON (${(error as Error).message}), so nobody would know where the providers are.`]);
    }
    const parsed = upstreamsSchema.safeParse(read);
    if (!parsed.success) {
      return fail(
        parsed.error.issues.map(
          ({ path, message }) => `In the upstreams file, ${path.join('.') || 'the whole'}: ${message}. See docs/serve.md for its form.`,
        ),
      );
    }
    providers = parsed.data.providers;
  }
  const problems: string[] = Object.keys(providers).flatMap((id) =>
    providerIds.includes(id)
      ? []
      : [`The upstreams file names provider ${id}, which no model of the policy calls. Known: ${providerIds.join(', ')}.`],
  );
  const upstreams = new Map<string, ReachableUpstream | null>();
  for (const id of providerIds) {
    const stated = Object.hasOwn(providers, id) ? providers[id] : undefined;
    if (stated !== undefined && 'simulated' in stated) {
      upstreams.set(id, null);
      continue;
    }
    const name = variableOf(id);
    const baseUrl = stated?.baseUrl ?? (environment[`${name}_BASE_URL`] || (id === 'openai' ? OPENAI_BASE_URL : undefined));
    if (baseUrl === undefined || !URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
      problems.push(
        `It was not said where provider ${id} is, so its models cannot be called. Set ${name}_BASE_URL (and ${name}_API_KEY), name it in --upstreams FILE, or simulate with --mock.`,
      );
      continue;
    }
    const keyName = stated === undefined ? `${name}_API_KEY` : stated.apiKeyEnv;
    const key = keyName === undefined ? undefined : environment[keyName];
    if (stated?.apiKeyEnv !== undefined && !key) {
      problems.push(
        `The key of provider ${id} is to be in ${stated.apiKeyEnv}, which is not set, so its calls would be refused. Set it and start again.`,
      );
      continue;
    }
    upstreams.set(id, {
      baseUrl: baseUrl.replace(/\/+$/, ''),
      headers: { ...stated?.headers, ...(key ? { authorization: `Bearer ${key}` } : {}) },
    });
  }
  return problems.length > 0 ? fail(problems) : ok(upstreams);
}
