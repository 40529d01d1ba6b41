import type { ConfigPath } from './imported.ts';

/**
 * Keys and passwords are taken out before anything else looks at a config, so that none can come into a policy, a sentence or a file. What counts as
 * one: any text under a key that is named for one, and any text that looks like one, wherever it stands. A reference to the environment is none.
 */

const NAMED =
  /(^|[_-])((api|access|secret|master|salt|private|license|admin|auth|app|encryption|signing)[_-]?key(_?id)?|key[_-]?secret|secret|token|password|passwd|credentials?|vertex[_-]?credentials|authorization|cookie|connection[_-]?string|database[_-]?url|dsn|x[_-]?api[_-]?key)$/i;
/** `input_cost_per_token` and its like. */
const NOT_NAMED = /per_(token|secret)$/i;

const LOOKS_LIKE_ONE: readonly RegExp[] = [
  /\b(sk|pk|rk|gsk|xai|hf|r8|nvapi|pplx|sess|fw|tgp|csk)[-_][A-Za-z0-9_-]{8,}/,
  /\bsk-[A-Za-z0-9_-]{3,}/,
  /^\s*(Bearer|Basic)\s+\S+/i,
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\bAIza[0-9A-Za-z_-]{30,}/,
  /\b(ghp|gho|ghs|github_pat|glpat|xox[abprs])[-_][A-Za-z0-9_-]{10,}/,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /:\/\/[^/\s:@]*:[^/\s@]+@/,
  /[?&](key|api[_-]?key|token|access_token|sig|signature|secret|code)=[^&\s]+/i,
  /^(?=[^\s]*[a-z])(?=[^\s]*[A-Z])(?=[^\s]*\d)[A-Za-z0-9+/_=-]{40,}$/,
];

/** `os.environ/NAME`, `${NAME}`, `$NAME`, `{{NAME}}`, `env.NAME`: the name. Undefined for anything else. */
export function environmentReference(text: string): string | undefined {
  return /^(?:os\.environ\/([A-Za-z_]\w*)|\$\{([A-Za-z_]\w*)\}|\$([A-Z_][A-Z0-9_]*)|\{\{\s*([A-Za-z_]\w*)\s*\}\}|env\.([A-Za-z_]\w*))$/
    .exec(text.trim())
    ?.slice(1)
    .find((name) => name !== undefined);
}

export interface Stripped {
  /** The same data with each secret as an empty text. */
  readonly value: unknown;
  readonly removed: readonly ConfigPath[];
}

export function withoutSecrets(raw: unknown): Stripped {
  const removed: ConfigPath[] = [];
  const visit = (value: unknown, path: ConfigPath): unknown => {
    if (typeof value === 'string') {
      if (
        !isSecret(
          value,
          path.findLast((key) => typeof key === 'string'),
        )
      )
        return value;
      removed.push(path);
      return '';
    }
    if (Array.isArray(value)) return value.map((item, at) => visit(item, [...path, at]));
    if (typeof value !== 'object' || value === null) return value;
    // A key may be one too, where a file maps keys to something; no policy takes a name from such a place.
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        if (!LOOKS_LIKE_ONE.some((form) => form.test(key))) return [key, visit(item, [...path, key])];
        removed.push([...path, 'a key of its own']);
        return [`removed-${removed.length}`, visit(item, [...path, `removed-${removed.length}`])];
      }),
    );
  };
  return { value: visit(raw, []), removed };
}

function isSecret(text: string, key: string | number | undefined): boolean {
  if (text.trim() === '' || environmentReference(text) !== undefined) return false;
  if (LOOKS_LIKE_ONE.some((form) => form.test(text))) return true;
  if (typeof key !== 'string') return false;
  // camelCase as snake_case
  const name = key.replace(/([a-z])([A-Z])/g, '$1_$2');
  return NAMED.test(name) && !NOT_NAMED.test(name);
}
