/**
 * Old documents become new ones here, on raw JSON, before anything else looks at them. A migration is frozen once it is
 * released: it imports nothing (a live default read here would change history), and its numbers have no gaps.
 */
export interface Migration {
  /** Format that it reads; it makes `from + 1`. */
  readonly from: number;
  /** What changed, for the person whose file is migrated. */
  readonly change: string;
  /** Pure; its input is frozen. Throws when the document is not what its format promises. */
  migrate(document: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

export interface MigrationList {
  readonly oldest: number;
  readonly current: number;
  /** From `oldest` to `current - 1`, in order. */
  readonly migrations: readonly Migration[];
}

/** Throws, at start and not at the user, when the list does not lead from `oldest` to `current` step by step. */
export function migrationList(list: MigrationList): MigrationList {
  const { oldest, current, migrations } = list;
  migrations.forEach((migration, position) => {
    if (migration.from !== oldest + position) {
      throw new Error(`migration ${position + 1} reads format ${migration.from}, expected ${oldest + position}`);
    }
  });
  if (oldest + migrations.length !== current) {
    throw new Error(`migrations lead to format ${oldest + migrations.length}, the current format is ${current}`);
  }
  return list;
}

export type Migrated =
  | { readonly ok: true; readonly document: Record<string, unknown>; readonly from: number | null }
  | { readonly ok: false; readonly failedAt: number; readonly cause: string };

/** `format` lies between `oldest` and `current`. The document handed in is frozen and never changed: what failed can still be read as it was. */
export function migrate(list: MigrationList, document: Record<string, unknown>, format: number): Migrated {
  let at: Record<string, unknown> = document;
  for (const migration of list.migrations.slice(format - list.oldest)) {
    try {
      at = { ...migration.migrate(frozen(at)), format: migration.from + 1 };
    } catch (cause) {
      return { ok: false, failedAt: migration.from, cause: cause instanceof Error ? cause.message : String(cause) };
    }
  }
  return { ok: true, document: at, from: format === list.current ? null : format };
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}
