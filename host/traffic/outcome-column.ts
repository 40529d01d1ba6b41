import type { DuckDBVector } from '@duckdb/node-api';
import { ANSWERED, NOT_RECORDED, type OutcomeCode } from '../../shared/model/index.ts';
import { readOutcome } from '../../shared/traffic/index.ts';
import { MISSING, NOT_IN_DICTIONARY } from './text-column.ts';

/** Stands between the parts of an outcome's text: status, code of the error, its class or message. */
export const PART_SEPARATOR = '\u001f';

const UNSEEN = -1;
/** Added to the outcome code of a failure whose class the log does not tell. */
const OF_UNKNOWN_CLASS = 1 << 8;

/** Outcome codes of the rows that are taken; each different text is read once. */
export class OutcomeColumn {
  readonly #codes: Uint8Array;
  readonly #dictionary: readonly string[];
  readonly #readAt: Int32Array;
  readonly #read = new Map<string, number>();
  readonly #missing: OutcomeCode;
  #length = 0;
  /** Failures among the rows taken that say not of which class they are. */
  unknownClass = 0;

  /** `hasStatus` false = the log writes errors only, so a row without one was answered. */
  constructor(capacity: number, dictionary: readonly string[], hasStatus: boolean) {
    this.#codes = new Uint8Array(capacity);
    this.#dictionary = dictionary;
    this.#readAt = new Int32Array(dictionary.length).fill(UNSEEN);
    this.#missing = hasStatus ? NOT_RECORDED : ANSWERED;
  }

  /** Of a row that may not be taken in the end. */
  peek(places: Int32Array | null, texts: () => DuckDBVector, row: number): OutcomeCode {
    return this.#at(places, texts, row) & 0xff;
  }

  read(places: Int32Array | null, texts: () => DuckDBVector, count: number, kept: Uint16Array | null): void {
    for (let at = 0; at < count; at++) {
      const read = this.#at(places, texts, kept === null ? at : kept[at]!);
      if (read >= OF_UNKNOWN_CLASS) this.unknownClass++;
      this.#codes[this.#length++] = read & 0xff;
    }
  }

  done(): Uint8Array {
    return this.#codes.subarray(0, this.#length);
  }

  #at(places: Int32Array | null, texts: () => DuckDBVector, row: number): number {
    const place = places === null ? NOT_IN_DICTIONARY : places[row]!;
    if (place === NOT_IN_DICTIONARY) return this.#of(texts().getItem(row) as string | null);
    if (place === MISSING) return this.#missing;
    const seen = this.#readAt[place]!;
    if (seen !== UNSEEN) return seen;
    const read = this.#of(this.#dictionary[place]!);
    this.#readAt[place] = read;
    return read;
  }

  #of(text: string | null): number {
    if (text === null) return this.#missing;
    let read = this.#read.get(text);
    if (read === undefined) {
      const [status = '', errorCode = '', errorText = ''] = text.split(PART_SEPARATOR);
      const { outcome, isOfUnknownClass } = readOutcome({ status, errorCode, errorText });
      const isBlank = [status, errorCode, errorText].every((part) => part.trim() === '');
      read = isBlank ? this.#missing : outcome + (isOfUnknownClass ? OF_UNKNOWN_CLASS : 0);
      // Messages may differ in every row; what is kept is bounded.
      if (this.#read.size < MOST_TEXTS) this.#read.set(text, read);
    }
    return read;
  }
}

const MOST_TEXTS = 100_000;
