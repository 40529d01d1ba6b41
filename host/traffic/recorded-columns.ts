import { numberText } from '../../shared/kinds/index.ts';
import { ANSWERED, type MetadataColumn, NOT_RECORDED, type OutcomeCode, outcomeOf, type Recorded } from '../../shared/model/index.ts';
import { CACHED, type RecordedFigures, UNREADABLE } from './import-query.ts';

const FAILED_SOMEHOW = outcomeOf('server-error');

export const isFailure = (outcome: OutcomeCode): boolean => outcome !== ANSWERED && outcome !== NOT_RECORDED;

/** What became of the requests, as the rows that are taken tell it. */
export class RecordedColumns {
  readonly #latency: Float32Array | null;
  readonly #firstToken: Float32Array | null;
  readonly #usd: Float64Array | null;
  /** Rows taken that were answered from a cache, whose latency or cost cannot be read. */
  #cached = 0;
  #latencyUnreadable = 0;
  #costUnreadable = 0;
  #length = 0;

  constructor(capacity: number, figures: RecordedFigures) {
    this.#latency = figures.latency ? new Float32Array(capacity) : null;
    this.#firstToken = figures.firstToken ? new Float32Array(capacity) : null;
    this.#usd = figures.cost ? new Float64Array(capacity) : null;
  }

  /** Of the query, for these columns. */
  get vectors(): number {
    return [this.#latency, this.#firstToken, this.#usd].filter((column) => column !== null).length;
  }

  /** `numbers` gives the next vector of the query. */
  read(numbers: () => Float64Array, count: number, kept: Uint16Array | null): void {
    this.#latencyUnreadable += this.#take(this.#latency, numbers, count, kept);
    this.#take(this.#firstToken, numbers, count, kept);
    this.#costUnreadable += this.#take(this.#usd, numbers, count, kept);
    this.#length += count;
  }

  /** Returns how many cannot be read. */
  #take(column: Float32Array | Float64Array | null, numbers: () => Float64Array, count: number, kept: Uint16Array | null): number {
    if (column === null) return 0;
    const values = numbers();
    const from = this.#length;
    let unreadable = 0;
    for (let at = 0; at < count; at++) {
      let value = values[kept === null ? at : kept[at]!]!;
      if (value < 0) {
        if (value === UNREADABLE) unreadable++;
        if (value === CACHED) this.#cached++;
        value = Number.NaN;
      }
      column[from + at] = value;
    }
    return unreadable;
  }

  /** One sentence for each thing that the person would want to know. */
  notes(): readonly string[] {
    const requests = (count: number): string => `${count} ${count === 1 ? 'request' : 'requests'}`;
    return [
      ...(this.#cached > 0
        ? [
            `${requests(this.#cached)} ${this.#cached === 1 ? 'was' : 'were'} answered from a cache; their latency and cost are not the model’s and are not kept.`,
          ]
        : []),
      ...(this.#latencyUnreadable > 0
        ? [`The latency of ${requests(this.#latencyUnreadable)} cannot be read or is negative; it counts as not recorded.`]
        : []),
      ...(this.#costUnreadable > 0
        ? [`The cost of ${requests(this.#costUnreadable)} cannot be read, is negative or is not in dollars; it counts as not recorded.`]
        : []),
    ];
  }

  /** Undefined when the log records nothing of what became of its requests. */
  done(count: number, outcome: Uint8Array | null, model: MetadataColumn | null, provider: MetadataColumn | null): Recorded | undefined {
    const told = <Column extends Float32Array | Float64Array>(column: Column | null): Column | null => {
      const values = column?.subarray(0, count) as Column | undefined;
      return values?.some((value) => !Number.isNaN(value)) ? values : null;
    };
    const latency = told(this.#latency);
    const firstToken = told(this.#firstToken);
    const usd = told(this.#usd);
    const isKnown = outcome?.some((code) => code !== NOT_RECORDED) ?? false;
    if (latency === null && firstToken === null && usd === null && !isKnown && !isNamed(model) && !isNamed(provider)) return undefined;
    return {
      latencyMs: latency ?? new Float32Array(count).fill(Number.NaN),
      ttftMs: firstToken,
      outcome: outcome ?? new Uint8Array(count).fill(NOT_RECORDED),
      model: isNamed(model) ? model : null,
      provider: isNamed(provider) ? provider : null,
      usd,
    };
  }
}

const isNamed = (column: MetadataColumn | null): boolean => column !== null && column.values.length > 0;

/**
 * Requests that failed when they were recorded have no answer, and often no count of what was asked. What is replayed of them is the median of the log's others.
 * Changes the columns; returns the sentence that says so, null when there was nothing to fill.
 */
export function fillUnknownLengths(
  input: Uint32Array,
  output: Uint32Array,
  outcome: Uint8Array,
  zeroOutputIsFailure: boolean,
): { readonly note: string | null; readonly failedWithoutClass: number } {
  let failedWithoutClass = 0;
  if (zeroOutputIsFailure) {
    for (let request = 0; request < output.length; request++) {
      if (output[request] !== 0) outcome[request] = ANSWERED;
      else if (!isFailure(outcome[request]!)) {
        outcome[request] = FAILED_SOMEHOW;
        failedWithoutClass++;
      }
    }
  }
  const filledInput = fill(input, outcome);
  const filledOutput = fill(output, outcome);
  if (filledInput === null && filledOutput === null) return { note: null, failedWithoutClass };
  const parts = [
    filledOutput && `an answer to ${numberText(filledOutput.requests)} of them has ${filledOutput.tokens} tokens`,
    filledInput && `the question of ${numberText(filledInput.requests)} has ${filledInput.tokens}`,
  ].filter((part) => part !== null);
  return {
    note: `Requests that failed when they were recorded say nothing of their length: in a rehearsal ${parts.join(' and ')}, the median of the log’s others.`,
    failedWithoutClass,
  };
}

function fill(tokens: Uint32Array, outcome: Uint8Array): { readonly requests: number; readonly tokens: number } | null {
  const isUnknown = (request: number): boolean => tokens[request] === 0 && isFailure(outcome[request]!);
  let requests = 0;
  for (let request = 0; request < tokens.length; request++) if (isUnknown(request)) requests++;
  if (requests === 0) return null;
  let known = tokens.filter((count, request) => count > 0 || !isFailure(outcome[request]!));
  // A log of failures alone has no median; one token is the shortest answer there is.
  if (known.length === 0) known = Uint32Array.of(1);
  const median = known.sort()[(known.length - 1) >> 1]!;
  for (let request = 0; request < tokens.length; request++) if (isUnknown(request)) tokens[request] = median;
  return { requests, tokens: median };
}
