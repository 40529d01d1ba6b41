import type { MetadataColumn } from '../../shared/model/index.ts';

type NumericArray = Float64Array | Float32Array | Uint32Array | Int32Array;

/** A typed array that doubles when it is full: the number of rows is known only at the end of a stream. */
export class NumberColumn<A extends NumericArray> {
  #values: A;
  readonly #make: new (
    length: number,
  ) => A;
  length = 0;

  constructor(make: new (length: number) => A) {
    this.#make = make;
    this.#values = new make(4096);
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new this.#make(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  done(): A {
    return this.#values.slice(0, this.length) as A;
  }
}

/** Text as codes into the values in order of appearance; missing text is −1. */
export class TextColumn {
  readonly #codes = new NumberColumn(Int32Array);
  readonly #codeOf = new Map<string, number>();

  push(text: string | null): void {
    if (text === null) {
      this.#codes.push(-1);
      return;
    }
    let code = this.#codeOf.get(text);
    if (code === undefined) {
      code = this.#codeOf.size;
      this.#codeOf.set(text, code);
    }
    this.#codes.push(code);
  }

  done(): MetadataColumn {
    return { codes: this.#codes.done(), values: [...this.#codeOf.keys()] };
  }
}
