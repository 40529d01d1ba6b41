import type { Place } from '../../read/place.ts';

/** A hook of a target, and where it stands. */
export interface HookAt {
  readonly place: Place;
  /** The same text for the same hook. */
  readonly key: string;
  readonly side: 'before' | 'after';
}

/** Hooks that all leaves of a target have in common, which therefore stand above it, and what its own targets have besides. */
export interface Guarded {
  /** Outermost first. */
  before: readonly HookAt[];
  /** In the order in which an answer meets them. */
  after: readonly HookAt[];
  readonly below: readonly Guarded[];
}

/** The hooks of the nearest target count and no others, so what each leaf has is worked out first. */
export function guardedBy(target: Place, above: Pick<Guarded, 'before' | 'after'> = { before: [], after: [] }): Guarded {
  const own = {
    before: hooksAt(target, 'before') ?? above.before,
    after: hooksAt(target, 'after') ?? above.after,
  };
  const below = target
    .at('targets')
    .items()
    .map((one) => guardedBy(one, own));
  if (below.length === 0) return { ...own, below };
  const before = common(below.map((one) => one.before));
  const after = common(below.map((one) => [...one.after].reverse()));
  for (const one of below) {
    one.before = one.before.slice(before.length);
    one.after = one.after.slice(0, one.after.length - after.length);
  }
  return { before, after: [...after].reverse(), below };
}

const KEYS = { before: ['before_request_hooks', 'input_guardrails'], after: ['after_request_hooks', 'output_guardrails'] } as const;

function hooksAt(target: Place, side: HookAt['side']): HookAt[] | undefined {
  const lists = KEYS[side].map((key) => target.at(key)).filter(({ value }) => Array.isArray(value));
  if (lists.length === 0) return undefined;
  return lists.flatMap((list) => list.items().map((place) => ({ place, side, key: JSON.stringify(place.value) })));
}

function common(lists: readonly (readonly HookAt[])[]): HookAt[] {
  const [first = [], ...others] = lists;
  let length = 0;
  while (length < first.length && others.every((list) => list[length]?.key === first[length]?.key)) length++;
  // Said at each target, drawn once.
  for (const list of others) for (const { place } of list.slice(0, length)) place.take();
  return first.slice(0, length);
}

export interface ReadHook {
  readonly id: string | undefined;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Ids of its checks. */
  readonly checks: readonly string[];
}

/** Default limit of a check of Portkey's; half of a longer one is what the check is drawn to take, as the export doubles it. */
const DEFAULT_LIMIT_MS = 3_000;
const LONGEST_CHECK_MS = 60_000;

export function readHook({ place, side }: HookAt): ReadHook {
  const raw = place.take();
  const hook = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
  const listed = Array.isArray(hook['checks']) ? (hook['checks'] as Record<string, unknown>[]) : undefined;
  // The shorthand has its checks as keys of their own: {"default.regexMatch": {…}, "deny": true}. Hosted configs name a stored guardrail by its id.
  const checks = listed?.map((check) => String(check?.['id'] ?? '')) ?? Object.keys(hook).filter((key) => key.includes('.'));
  const stored = typeof raw === 'string' ? raw : undefined;
  const id = typeof hook['id'] === 'string' ? hook['id'] : stored;
  const limits = (listed ?? []).map((check) => Number((check?.['parameters'] as Record<string, unknown> | undefined)?.['timeout'] ?? 0));
  const limitMs = Math.max(0, ...limits.filter(Number.isFinite));
  const mutates = hook['type'] === 'mutator' || checks.some((check) => /regexReplace|redact/i.test(check));
  return {
    id,
    name: id ?? (checks.join(', ') || 'Guard'),
    checks,
    config: {
      check: checkOf([...checks, id ?? ''].join(' '), side),
      // An asynchronous hook never denies.
      action: hook['deny'] === true && hook['async'] !== true ? 'block' : mutates ? 'redact' : 'flag',
      ...(limitMs > DEFAULT_LIMIT_MS ? { latencyMs: Math.min(LONGEST_CHECK_MS, limitMs / 2) } : {}),
    },
  };
}

/** Kinds of checks that a guard of ours has, by the words of the other's. */
function checkOf(words: string, side: HookAt['side']): string {
  if (/pii|personal|ssn|regexreplace|redact/i.test(words)) return side === 'before' ? 'personal-data' : 'personal-data-leak';
  if (/regex|contains|case|count|json|code|addprefix/i.test(words)) return side === 'before' ? 'sanitisation' : 'business-rules';
  return side === 'before' ? 'prompt-injection' : 'hallucination';
}
