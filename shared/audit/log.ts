import * as z from 'zod';
import { canonicalJson } from '../format/index.ts';
import { fail, ok, type Result } from '../model/index.ts';

/**
 * Who agreed to which version of a policy: one JSON line an entry, each carrying the hash of the one before, and a last line that seals how many there
 * are. Any edit, removal or swap of a part is found. Whoever writes the whole log anew is not: that is what the history of the repository is for.
 */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const AUDIT_ACTIONS = ['submitted', 'approved', 'rejected', 'asked', 'exported'] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

const entrySchema = z.strictObject({
  format: z.literal(1),
  /** ISO 8601, by the clock of who wrote it. */
  at: z.iso.datetime(),
  who: z.string().trim().min(1).max(200),
  action: z.enum(AUDIT_ACTIONS),
  /** Of the version's meaning, as exports and runs name it. */
  policySha256: sha256,
  /** Hashes of the runs or comparisons that were looked at. */
  runs: z.array(sha256).max(100),
  /** Node that a comment is about; null = the whole. */
  nodeId: z.string().max(200).nullable(),
  note: z.string().max(10_000),
  /** Hash of the entry before; null for the first. */
  previous: sha256.nullable(),
  /** sha256 of this entry's canonical JSON without this field. */
  hash: sha256,
});
export type AuditEntry = z.infer<typeof entrySchema>;
export type NewAuditEntry = Omit<AuditEntry, 'format' | 'previous' | 'hash'>;

const sealSchema = z.strictObject({ entries: z.number().int().min(1), seal: sha256 });

export interface AuditFault {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** The log with one more entry. `entries` must be those of a log that was read. */
export function writeAudit(entries: readonly AuditEntry[], added: NewAuditEntry, sha256Of: (text: string) => string): string {
  const body = { format: 1 as const, ...added, previous: entries.at(-1)?.hash ?? null };
  const all = [...entries, { ...body, hash: sha256Of(canonicalJson(body)) }];
  const last = all.at(-1) as AuditEntry;
  return [...all.map((entry) => canonicalJson(entry)), canonicalJson({ entries: all.length, seal: last.hash }), ''].join('\n');
}

/** Every line is held against its bytes, its own hash and the one before. The first that does not fit is named. */
export function readAudit(text: string, sha256Of: (text: string) => string): Result<readonly AuditEntry[], AuditFault> {
  const lines = text.split('\n');
  const refuse = (line: number, what: string): Result<never, AuditFault> =>
    fail({
      line,
      message: `Line ${line} ${what}. The log is not what was written, so nothing in it counts; bring back the last good one from git.`,
    });
  if (lines.pop() !== '') return refuse(lines.length + 1, 'has no end: the last line break is missing');
  const sealLine = lines.length;
  const entries: AuditEntry[] = [];
  for (const [at, line] of lines.slice(0, -1).entries()) {
    const entry = entrySchema.safeParse(parsed(line));
    if (!entry.success || canonicalJson(entry.data) !== line) return refuse(at + 1, 'is no entry as it is written');
    const { hash, ...body } = entry.data;
    if (sha256Of(canonicalJson(body)) !== hash) return refuse(at + 1, 'was changed: its hash is another one');
    if (body.previous !== (entries.at(-1)?.hash ?? null))
      return refuse(at + 1, 'does not follow the one before: a line was removed, added or moved');
    entries.push(entry.data);
  }
  const seal = sealSchema.safeParse(parsed(lines.at(-1) ?? ''));
  if (!seal.success || canonicalJson(seal.data) !== lines.at(-1)) return refuse(Math.max(1, sealLine), 'is not the seal that ends a log');
  if (seal.data.entries !== entries.length || seal.data.seal !== entries.at(-1)?.hash)
    return refuse(
      sealLine,
      `seals ${seal.data.entries} entries that do not end as these ${entries.length} do: the end was removed or changed`,
    );
  return ok(entries);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

export interface ReviewStanding {
  readonly state: 'draft' | 'in-review' | 'approved' | 'rejected' | 'exported';
  /** Who approved exactly this version and did not take it back; whoever submitted it does not count. */
  readonly approvedBy: readonly string[];
  readonly rejectedBy: readonly string[];
}

/** Where one version stands. What was said of another version says nothing of it. */
export function standingOf(entries: readonly AuditEntry[], policySha256: string): ReviewStanding {
  const own = entries.filter((entry) => entry.policySha256 === policySha256);
  const submitters = new Set(own.flatMap(({ action, who }) => (action === 'submitted' ? [who] : [])));
  const said = new Map<string, AuditAction>();
  for (const { action, who } of own) if ((action === 'approved' && !submitters.has(who)) || action === 'rejected') said.set(who, action);
  const by = (action: AuditAction): string[] => [...said].flatMap(([who, last]) => (last === action ? [who] : []));
  const [approvedBy, rejectedBy] = [by('approved'), by('rejected')];
  const state =
    rejectedBy.length > 0
      ? 'rejected'
      : approvedBy.length > 0
        ? own.some(({ action }) => action === 'exported')
          ? 'exported'
          : 'approved'
        : own.length > 0
          ? 'in-review'
          : 'draft';
  return { state, approvedBy, rejectedBy };
}
