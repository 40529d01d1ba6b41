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

/** Asked with POST for its verdict, in the form of Portkey's webhook check: `{request, response?}` in, `{verdict: boolean}` out. */
const webhookSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  apiKeyEnv: z.string().min(1).max(200).optional(),
  /** No verdict by then is none, and what nobody looked at does not pass. */
  timeoutMs: z.number().min(1).max(60_000).default(3_000),
});

export const upstreamsSchema = z.strictObject({
  /** By the provider's id in the policy. */
  providers: z.record(z.string(), upstreamSchema).default({}),
  /** By the guard's id in the policy. */
  guards: z.record(z.string(), webhookSchema).default({}),
});

export interface ReachableUpstream {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** The key's among them. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Webhook {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

export interface Upstreams {
  /** By provider id; null = simulated. */
  readonly providers: ReadonlyMap<string, ReachableUpstream | null>;
  /** By node id. */
  readonly guards: ReadonlyMap<string, Webhook>;
}

/** Of the policy: what may be named. */
export interface Named {
  /** Providers that its models call. */
  readonly providers: readonly string[];
  /** Ids of guards that a classifier may stand behind. */
  readonly guards: readonly string[];
}

const WEBHOOK_TIMEOUT_MS = 3_000;

const OPENAI_BASE_URL = 'https://api.openai.com/v1';

/** `my-azure` → `MY_AZURE`. */
const variableOf = (providerId: string): string => providerId.toUpperCase().replace(/[^A-Z0-9]/g, '_');

/**
 * Where each of these is: as the file says, else as the environment does (`ACME_BASE_URL`, `ACME_API_KEY` for provider `acme`, `PII_WEBHOOK_URL` for guard
 * `pii`). Fails with a sentence for each provider that is nowhere and whatever else is wrong. `text` null = there is no file.
 */
export function readUpstreams(
  text: string | null,
  environment: Readonly<Record<string, string | undefined>>,
  { providers: providerIds, guards: guardIds }: Named,
): Result<Upstreams, readonly string[]> {
  let stated: z.infer<typeof upstreamsSchema> = { providers: {}, guards: {} };
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
    stated = parsed.data;
  }
  const problems: string[] = [];
  const unknown = (what: string, ids: readonly string[], known: readonly string[]): void => {
    for (const id of ids.filter((one) => !known.includes(one)))
      problems.push(`The upstreams file names ${what} ${id}, which the policy does not have. Known: ${known.join(', ') || 'none'}.`);
  };
  unknown('provider', Object.keys(stated.providers), providerIds);
  unknown('guard', Object.keys(stated.guards), guardIds);
  /** The header that carries a key, or none. `isNeeded` where the file says that there is one. */
  const keyed = (of: string, variable: string | undefined, isNeeded: boolean): Readonly<Record<string, string>> => {
    const key = variable === undefined ? undefined : environment[variable];
    if (!key && isNeeded)
      problems.push(`The key of ${of} is to be in ${variable}, which is not set, so its calls would be refused. Set it and start again.`);
    return key ? { authorization: `Bearer ${key}` } : {};
  };
  const providers = new Map<string, ReachableUpstream | null>();
  for (const id of providerIds) {
    const own = Object.hasOwn(stated.providers, id) ? stated.providers[id] : undefined;
    if (own !== undefined && 'simulated' in own) {
      providers.set(id, null);
      continue;
    }
    const name = variableOf(id);
    const baseUrl = own?.baseUrl ?? (environment[`${name}_BASE_URL`] || (id === 'openai' ? OPENAI_BASE_URL : undefined));
    if (!isAddress(baseUrl)) {
      problems.push(
        `It was not said where provider ${id} is, so its models cannot be called. Set ${name}_BASE_URL (and ${name}_API_KEY), name it in --upstreams FILE, or simulate with --mock.`,
      );
      continue;
    }
    const key = keyed(`provider ${id}`, own === undefined ? `${name}_API_KEY` : own.apiKeyEnv, own?.apiKeyEnv !== undefined);
    providers.set(id, { baseUrl: baseUrl.replace(/\/+$/, ''), headers: { ...own?.headers, ...key } });
  }
  const guards = new Map<string, Webhook>();
  for (const id of guardIds) {
    const own = Object.hasOwn(stated.guards, id) ? stated.guards[id] : undefined;
    const name = `${variableOf(id)}_WEBHOOK`;
    const url = own?.url ?? environment[`${name}_URL`];
    // A guard without a classifier is no fault: what it looks at passes, and that is said.
    if (!url) continue;
    if (!isAddress(url)) {
      problems.push(`${name}_URL is “${url}”, which is no address, so the guard ${id} could not ask it. Correct it, or unset it.`);
      continue;
    }
    const key = keyed(`guard ${id}`, own === undefined ? `${name}_KEY` : own.apiKeyEnv, own?.apiKeyEnv !== undefined);
    guards.set(id, { url, headers: key, timeoutMs: own?.timeoutMs ?? WEBHOOK_TIMEOUT_MS });
  }
  return problems.length > 0 ? fail(problems) : ok({ providers, guards });
}

const isAddress = (text: string | undefined): text is string =>
  text !== undefined && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
