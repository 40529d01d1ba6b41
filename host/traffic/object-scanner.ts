/**
 * Objects that stand somewhere inside a JSON document of any size, told apart by their brackets without being read: the bytes stream by once. A document may be one
 * object, or one a line.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const NOTHING = 0;
const STRING = 1;
const OPEN = 2;
const CLOSE = 3;
const COLON = 4;
const COMMA = 5;
/** Of a byte outside strings. */
const MEANING = new Uint8Array(256);
MEANING[QUOTE] = STRING;
for (const bracket of '{[') MEANING[bracket.charCodeAt(0)] = OPEN;
for (const bracket of '}]') MEANING[bracket.charCodeAt(0)] = CLOSE;
MEANING[':'.charCodeAt(0)] = COLON;
MEANING[','.charCodeAt(0)] = COMMA;
const OPEN_OBJECT = '{'.charCodeAt(0);

const LONGEST_KEY = 64;
/** A native search costs as much as looking at so many bytes. */
const NEAR_BYTES = 48;

/** Is the object wanted that stands under these keys? '' for what stands in a list, and for the document itself. Null = no. */
export type WantedAt<Kind> = (keys: readonly string[]) => Kind | null;

export class ObjectScanner<Kind> {
  readonly #wantedAt: WantedAt<Kind>;
  readonly #take: (kind: Kind, bytes: Buffer) => void;
  readonly #keys: string[] = [];
  #key = '';
  #text = '';
  #inString = false;
  #isEscaped = false;
  #depth = 0;
  #captured: Buffer[] = [];
  #capturing: Kind | null = null;
  #captureDepth = 0;

  /** `take` gets each wanted object as its bytes, which are the caller's until it returns, in the order of the document. */
  constructor(wantedAt: WantedAt<Kind>, take: (kind: Kind, bytes: Buffer) => void) {
    this.#wantedAt = wantedAt;
    this.#take = take;
  }

  /** `chunk` may be used again by the caller afterwards. */
  read(chunk: Buffer): void {
    const { length } = chunk;
    let at = 0;
    let start = 0;
    let depth = this.#depth;
    let capturing = this.#capturing;
    if (this.#inString && length > 0) {
      const from = this.#isEscaped ? 1 : 0;
      this.#isEscaped = false;
      at = this.#pastString(chunk, from, capturing === null);
    }
    while (at < length) {
      const meaning = MEANING[chunk[at]!];
      if (meaning === NOTHING) {
        at++;
      } else if (meaning === STRING) {
        this.#text = '';
        at = this.#pastString(chunk, at + 1, capturing === null);
      } else if (meaning === OPEN) {
        depth++;
        if (capturing === null) {
          this.#keys.push(this.#key);
          this.#key = '';
          if (chunk[at] === OPEN_OBJECT) capturing = this.#wantedAt(this.#keys);
          if (capturing !== null) {
            this.#captureDepth = depth;
            start = at;
          }
        }
        at++;
      } else if (meaning === CLOSE) {
        at++;
        if (capturing !== null && depth === this.#captureDepth) {
          this.#give(capturing, chunk.subarray(start, at));
          capturing = null;
        }
        if (capturing === null) this.#keys.pop();
        depth--;
      } else {
        // What comes next in a list has no key; in an object its key comes first.
        if (capturing === null) this.#key = meaning === COLON ? this.#text : '';
        at++;
      }
    }
    if (capturing !== null) this.#captured.push(Buffer.from(chunk.subarray(start)));
    this.#depth = depth;
    this.#capturing = capturing;
  }

  /** Was the last bracket closed? */
  get isWhole(): boolean {
    return this.#depth === 0 && !this.#inString;
  }

  /** Place behind the string's end, or the end of the chunk where the string goes on. */
  #pastString(chunk: Buffer, from: number, isKept: boolean): number {
    const end = this.#endOfString(chunk, from);
    const to = end < 0 ? chunk.length : end;
    if (isKept && this.#text.length < LONGEST_KEY) this.#text += chunk.toString('latin1', from, Math.min(to, from + LONGEST_KEY));
    this.#inString = end < 0;
    return end < 0 ? to : end + 1;
  }

  /** Place of the closing quote; -1 = the string goes on behind this chunk. */
  #endOfString(chunk: Buffer, from: number): number {
    const { length } = chunk;
    const near = Math.min(length, from + NEAR_BYTES);
    let at = from;
    while (at < near) {
      const byte = chunk[at]!;
      if (byte === QUOTE) return at;
      at += byte === BACKSLASH ? 2 : 1;
    }
    while (at < length) {
      const quote = chunk.indexOf(QUOTE, at);
      const end = quote < 0 ? length : quote;
      let backslashes = end;
      while (backslashes > at && chunk[backslashes - 1] === BACKSLASH) backslashes--;
      const isEscaped = (end - backslashes) % 2 === 1;
      if (quote >= 0 && !isEscaped) return quote;
      if (quote < 0) {
        this.#isEscaped = isEscaped;
        return -1;
      }
      at = quote + 1;
    }
    this.#isEscaped = at > length;
    return -1;
  }

  #give(kind: Kind, last: Buffer): void {
    const whole = this.#captured.length === 0 ? last : Buffer.concat([...this.#captured, last]);
    this.#captured = [];
    this.#take(kind, whole);
  }
}
