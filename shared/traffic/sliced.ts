/** Work on millions of rows in slices of a few milliseconds: it yields the share that is done, 0 to 1, so that whoever drives it may breathe, tell and stop. */
export type Sliced<Made> = Generator<number, Made, void>;

/** Requests between two yields. */
export const SLICE_REQUESTS = 1 << 16;

/** The work in one go. */
export function atOnce<Made>(work: Sliced<Made>): Made {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** Part of a larger work: its own share, moved to `from` … `from + share` of the whole. */
export function* part<Made>(work: Sliced<Made>, from: number, share: number): Sliced<Made> {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    yield from + share * value;
  }
}
