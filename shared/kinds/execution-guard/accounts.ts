/**
 * What each request has spent, for requests without number in bounded room: an open-addressing table of whole numbers. An account that
 * nobody has touched for an hour is forgotten when the table would have to grow, so its size follows the requests of an hour and not
 * those of the run. Plain arrays, so that the state survives JSON.
 */
export interface Accounts {
  /** Request plus one; 0 = free. */
  readonly keys: number[];
  readonly spentNano: number[];
  readonly touchedMs: number[];
  used: number;
}

/** Longer than a person takes for an approval as a rule; a request that comes by later starts a new account. */
export const FORGOTTEN_AFTER_MS = 3_600_000;
const FIRST_SIZE = 64;

export const noAccounts = (): Accounts => ({ ...emptyTable(FIRST_SIZE), used: 0 });

export function spentNanoOf(accounts: Accounts, request: number): number {
  const at = placeOf(accounts.keys, request + 1);
  return accounts.keys[at] === 0 ? 0 : accounts.spentNano[at]!;
}

export function addSpending(accounts: Accounts, request: number, nano: number, nowMs: number): void {
  let at = placeOf(accounts.keys, request + 1);
  if (accounts.keys[at] === 0) {
    if (4 * (accounts.used + 1) > 3 * accounts.keys.length) {
      rebuild(accounts, nowMs);
      at = placeOf(accounts.keys, request + 1);
    }
    accounts.keys[at] = request + 1;
    accounts.spentNano[at] = 0;
    accounts.used++;
  }
  accounts.spentNano[at]! += nano;
  accounts.touchedMs[at] = nowMs;
}

/** Where the key is, or the free place where it would go. */
function placeOf(keys: readonly number[], key: number): number {
  const mask = keys.length - 1;
  let at = Math.imul(key, 0x9e3779b1) & mask;
  while (keys[at] !== 0 && keys[at] !== key) at = (at + 1) & mask;
  return at;
}

/** Into a table at most half full. */
function rebuild(accounts: Accounts, nowMs: number): void {
  const { keys, spentNano, touchedMs } = accounts;
  const isKept = (at: number) => keys[at] !== 0 && touchedMs[at]! > nowMs - FORGOTTEN_AFTER_MS;
  const kept: number[] = [];
  for (let at = 0; at < keys.length; at++) if (isKept(at)) kept.push(keys[at]!, spentNano[at]!, touchedMs[at]!);
  let size = FIRST_SIZE;
  while (size < (2 * kept.length) / 3 + 2) size *= 2;
  const table = emptyTable(size);
  for (let i = 0; i < kept.length; i += 3) {
    const at = placeOf(table.keys, kept[i]!);
    table.keys[at] = kept[i]!;
    table.spentNano[at] = kept[i + 1]!;
    table.touchedMs[at] = kept[i + 2]!;
  }
  refill(keys, table.keys);
  refill(spentNano, table.spentNano);
  refill(touchedMs, table.touchedMs);
  accounts.used = kept.length / 3;
}

const emptyTable = (size: number) => ({
  keys: new Array<number>(size).fill(0),
  spentNano: new Array<number>(size).fill(0),
  touchedMs: new Array<number>(size).fill(0),
});

function refill(into: number[], from: readonly number[]): void {
  into.length = from.length;
  for (let i = 0; i < from.length; i++) into[i] = from[i]!;
}
