/** What turns one text into another, in few and small pieces, so that a cursor between them stays where it is. */

export interface TextEdit {
  /** UTF-16 offset into the text from before. */
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** Beyond so many different lines one large piece is as good, and found at once. */
const MOST_DIFFERENT_LINES = 600;

/** By whole lines, ascending and apart from each other; empty when the texts are equal. */
export function textEdits(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const [a, b] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const hunks = lineHunks(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const offsets = offsetsOf(a);
  const at = (line: number): number => offsets[line] ?? before.length;
  return hunks.map(({ from, to, lines }) => ({
    offset: at(start + from),
    length: at(start + to) - at(start + from),
    text: lines.join(''),
  }));
}

/**
 * The edits for a text in which a person has typed meanwhile: `typed` is `base` with one region changed. `isWhole` is false
 * where an edit meets that region; it is left out, since what a person types is never taken away under their hands.
 */
export function rebased(
  edits: readonly TextEdit[],
  base: string,
  typed: string,
): { readonly edits: TextEdit[]; readonly isWhole: boolean } {
  let start = 0;
  while (start < base.length && start < typed.length && base[start] === typed[start]) start++;
  let end = 0;
  while (end < base.length - start && end < typed.length - start && base.at(-1 - end) === typed.at(-1 - end)) end++;
  // Whole lines: an edit of a line that is being typed in is one of the same place.
  const from = base.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = base.indexOf('\n', base.length - end);
  const to = lineEnd === -1 ? base.length : lineEnd;
  const shift = typed.length - base.length;
  const kept = edits.filter(({ offset, length }) => offset + length <= from || offset > to);
  return {
    edits: kept.map((edit) => (edit.offset > to ? { ...edit, offset: edit.offset + shift } : edit)),
    isWhole: kept.length === edits.length,
  };
}

/** With their line breaks. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

function offsetsOf(lines: readonly string[]): number[] {
  const offsets: number[] = [];
  let offset = 0;
  for (const line of lines) {
    offsets.push(offset);
    offset += line.length;
  }
  return offsets;
}

interface Hunk {
  /** Lines from..to of the old text become `lines`. */
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/** Myers 1986, "An O(ND) difference algorithm": the fewest lines taken out and put in. */
function lineHunks(a: readonly string[], b: readonly string[]): Hunk[] {
  if (a.length === 0 || b.length === 0) return [{ from: 0, to: a.length, lines: b }];
  const trace: Int32Array[] = [];
  const most = Math.min(a.length + b.length, MOST_DIFFERENT_LINES);
  const middle = most + 1;
  const furthest = new Int32Array(2 * most + 3);
  for (let different = 0; different <= most; different++) {
    trace.push(furthest.slice());
    for (let k = -different; k <= different; k += 2) {
      const isDown = k === -different || (k !== different && furthest[middle + k - 1]! < furthest[middle + k + 1]!);
      let x = isDown ? furthest[middle + k + 1]! : furthest[middle + k - 1]! + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      furthest[middle + k] = x;
      if (x >= a.length && x - k >= b.length) return backtracked(a, b, trace, different, middle);
    }
  }
  return [{ from: 0, to: a.length, lines: b }];
}

function backtracked(a: readonly string[], b: readonly string[], trace: readonly Int32Array[], different: number, middle: number): Hunk[] {
  const hunks: Hunk[] = [];
  let [x, y] = [a.length, b.length];
  for (let step = different; step > 0; step--) {
    const furthest = trace[step] as Int32Array;
    const k = x - y;
    const isDown = k === -step || (k !== step && furthest[middle + k - 1]! < furthest[middle + k + 1]!);
    const previousX = isDown ? furthest[middle + k + 1]! : furthest[middle + k - 1]!;
    const previousY = previousX - (isDown ? k + 1 : k - 1);
    const hunk = isDown
      ? { from: previousX, to: previousX, lines: [b[previousY] as string] }
      : { from: previousX, to: previousX + 1, lines: [] };
    const [next] = hunks;
    // Nothing equal stands between them, or it would have moved `from` on.
    if (next?.from === hunk.to) hunks[0] = { from: hunk.from, to: next.to, lines: [...hunk.lines, ...next.lines] };
    else hunks.unshift(hunk);
    [x, y] = [previousX, previousY];
  }
  return hunks;
}
