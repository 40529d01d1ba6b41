import { type ConfigPath, pathText } from './imported.ts';

interface Left {
  readonly path: ConfigPath;
  readonly sentence: string;
}

/** What of a config was made use of, so that the rest can be told. */
class Reading {
  private readonly read = new Set<string>();
  private readonly left = new Map<string, Left>();

  mark(path: ConfigPath): void {
    this.read.add(pathText(path));
  }

  leave(path: ConfigPath, sentence: string): void {
    this.mark(path);
    this.left.set(`${pathText(path)}\n${sentence}`, { path, sentence });
  }

  /** What was left with a reason, and what nobody asked for, each at the highest place of which nothing was read. */
  rest(root: unknown, sentenceFor: (path: ConfigPath) => string): Left[] {
    const found: Left[] = [...this.left.values()];
    const visit = (value: unknown, path: ConfigPath): boolean => {
      if (this.read.has(pathText(path))) return true;
      const below = entriesOf(value);
      const unread: ConfigPath[] = [];
      let isTouched = below.length === 0 && isContainer(value);
      for (const [key, item] of below) {
        if (visit(item, [...path, key])) isTouched = true;
        else unread.push([...path, key]);
      }
      if (isTouched) for (const one of unread) found.push({ path: one, sentence: sentenceFor(one) });
      return isTouched;
    };
    if (!visit(root, [])) found.push({ path: [], sentence: sentenceFor([]) });
    const order = new Map<string, number>();
    const number = (value: unknown, path: ConfigPath): void => {
      order.set(pathText(path), order.size);
      for (const [key, item] of entriesOf(value)) number(item, [...path, key]);
    };
    number(root, []);
    return found.sort((a, b) => (order.get(pathText(a.path)) ?? 0) - (order.get(pathText(b.path)) ?? 0));
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isContainer = (value: unknown): boolean => typeof value === 'object' && value !== null;

const entriesOf = (value: unknown): [string | number, unknown][] =>
  Array.isArray(value) ? value.map((item, at) => [at, item]) : isContainer(value) ? Object.entries(value as object) : [];

/** One place of a config. What is asked for counts as read; asked for as something that it is not, it stays unread and is undefined. */
export class Place {
  private constructor(
    readonly value: unknown,
    readonly path: ConfigPath,
    private readonly reading: Reading,
  ) {}

  static of(value: unknown): Place {
    return new Place(value, [], new Reading());
  }

  at(...keys: readonly (string | number)[]): Place {
    let value = this.value;
    for (const key of keys)
      value = isContainer(value) && Object.hasOwn(value as object, key) ? (value as Record<string | number, unknown>)[key] : undefined;
    return new Place(value, [...this.path, ...keys], this.reading);
  }

  get isThere(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** Empty for what is no list. */
  items(): Place[] {
    return Array.isArray(this.value) ? this.value.map((_, at) => this.at(at)) : [];
  }

  /** Empty for what is no object. */
  fields(): [string, Place][] {
    return isContainer(this.value) && !Array.isArray(this.value) ? Object.keys(this.value as object).map((key) => [key, this.at(key)]) : [];
  }

  text(): string | undefined {
    return typeof this.value === 'string' && this.value !== '' ? this.taken(this.value) : undefined;
  }

  /** Also of a text that is a number, as environment references and quotes leave them. */
  number(): number | undefined {
    const value = typeof this.value === 'string' && this.value.trim() !== '' ? Number(this.value) : this.value;
    return typeof value === 'number' && Number.isFinite(value) ? this.taken(value) : undefined;
  }

  flag(): boolean | undefined {
    return typeof this.value === 'boolean' ? this.taken(this.value) : undefined;
  }

  texts(): string[] {
    if (typeof this.value === 'string') return [this.taken(this.value)];
    return this.items().flatMap((item) => item.text() ?? []);
  }

  numbers(): number[] {
    return this.items().flatMap((item) => item.number() ?? []);
  }

  /** All below it counts as read. */
  take(): unknown {
    return this.taken(this.value);
  }

  /** In the file and not in the policy, or not quite: why, in a sentence. */
  leave(sentence: string): void {
    this.reading.leave(this.path, sentence);
  }

  rest(sentenceFor: (path: ConfigPath) => string): Left[] {
    return this.reading.rest(this.value, sentenceFor);
  }

  private taken<T>(value: T): T {
    this.reading.mark(this.path);
    return value;
  }
}
