import type { DuckDBVector } from '@duckdb/node-api';
import type { MetadataColumn } from '../../shared/model/index.ts';

/** Codes of the import query: place in the dictionary, or one of these. */
export const MISSING = -1;
export const NOT_IN_DICTIONARY = -2;
/** Place in the dictionary whose text has not come yet. */
const UNSEEN = -3;

/**
 * Text as codes into its values in order of appearance, blanks around it cut off; missing text is −1. Texts that a dictionary knows come as their place
 * in it and cost no string a row; the dictionary's order means nothing, and it may hold texts that never come.
 */
export class TextColumn {
  readonly #codes: Int32Array;
  readonly #dictionary: readonly string[];
  /** By place in the dictionary. */
  readonly #codeAt: Int32Array;
  readonly #codeOf = new Map<string, number>();
  #length = 0;

  constructor(capacity: number, dictionary: readonly string[]) {
    this.#codes = new Int32Array(capacity);
    this.#dictionary = dictionary;
    this.#codeAt = new Int32Array(dictionary.length).fill(UNSEEN);
  }

  /** `places` null = no dictionary is used; `texts` is asked only for what is not in it. `kept` names the rows that are taken, null = all. */
  read(places: Int32Array | null, texts: () => DuckDBVector, count: number, kept: Uint16Array | null): void {
    const codes = this.#codes;
    let length = this.#length;
    let vector: DuckDBVector | undefined;
    for (let at = 0; at < count; at++) {
      const row = kept === null ? at : kept[at]!;
      const place = places === null ? NOT_IN_DICTIONARY : places[row]!;
      if (place === NOT_IN_DICTIONARY) {
        vector ??= texts();
        codes[length++] = this.#code(vector.getItem(row) as string | null);
      } else {
        codes[length++] = place === MISSING ? MISSING : this.#codeInDictionary(place);
      }
    }
    this.#length = length;
  }

  done(): MetadataColumn {
    return { codes: this.#codes.subarray(0, this.#length), values: [...this.#codeOf.keys()] };
  }

  #codeInDictionary(place: number): number {
    const known = this.#codeAt[place]!;
    if (known !== UNSEEN) return known;
    const code = this.#code(this.#dictionary[place]!);
    this.#codeAt[place] = code;
    return code;
  }

  #code(text: string | null): number {
    const trimmed = text?.trim() ?? '';
    if (trimmed === '') return MISSING;
    let code = this.#codeOf.get(trimmed);
    if (code === undefined) {
      code = this.#codeOf.size;
      this.#codeOf.set(trimmed, code);
    }
    return code;
  }
}
