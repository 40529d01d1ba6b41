import type { DuckDBVector } from '@duckdb/node-api';
import type { MetadataColumn } from '../../shared/model/index.ts';

/** Text as codes into its values in order of appearance, blanks around it cut off; missing text is −1. `kept` names the rows of a chunk that are taken, null = all. */
export class TextColumn {
  readonly #codes: Int32Array;
  readonly #codeOf = new Map<string, number>();
  #length = 0;

  constructor(capacity: number) {
    this.#codes = new Int32Array(capacity);
  }

  read(vector: DuckDBVector, rowCount: number, kept: Uint16Array | null): void {
    const count = kept === null ? rowCount : kept.length;
    for (let at = 0; at < count; at++) {
      const text = (vector.getItem(kept === null ? at : kept[at]!) as string | null)?.trim() ?? '';
      this.#codes[this.#length++] = text === '' ? MISSING : codeIn(this.#codeOf, text);
    }
  }

  done(): MetadataColumn {
    return { codes: this.#codes.subarray(0, this.#length), values: [...this.#codeOf.keys()] };
  }
}

const MISSING = -1;
const UNSEEN = -2;

function codeIn(codeOf: Map<string, number>, text: string): number {
  let code = codeOf.get(text);
  if (code === undefined) {
    code = codeOf.size;
    codeOf.set(text, code);
  }
  return code;
}

/** The same, of codes into a dictionary of uncut texts whose order means nothing. */
export class CodedColumn {
  readonly #codes: Int32Array;
  readonly #dictionary: readonly string[];
  readonly #newCode: Int32Array;
  readonly #codeOf = new Map<string, number>();
  #length = 0;

  constructor(capacity: number, dictionary: readonly string[]) {
    this.#codes = new Int32Array(capacity);
    this.#dictionary = dictionary;
    this.#newCode = new Int32Array(dictionary.length).fill(UNSEEN);
  }

  read(items: Float64Array, rowCount: number, kept: Uint16Array | null): void {
    const count = kept === null ? rowCount : kept.length;
    const codes = this.#codes;
    const newCode = this.#newCode;
    let length = this.#length;
    for (let at = 0; at < count; at++) {
      const old = items[kept === null ? at : kept[at]!]!;
      if (old >= 0 && newCode[old] === UNSEEN) {
        const text = this.#dictionary[old]!.trim();
        newCode[old] = text === '' ? MISSING : codeIn(this.#codeOf, text);
      }
      codes[length++] = old < 0 ? MISSING : newCode[old]!;
    }
    this.#length = length;
  }

  done(): MetadataColumn {
    return { codes: this.#codes.subarray(0, this.#length), values: [...this.#codeOf.keys()] };
  }
}
