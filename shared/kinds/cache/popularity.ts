/** Which question a request asks, when the traffic does not say: Zipf's law by a table of cumulative shares. */
export function zipfTable(questions: number, exponent: number): Float64Array {
  const upTo = new Float64Array(questions);
  let sum = 0;
  for (let rank = 0; rank < questions; rank++) {
    sum += (rank + 1) ** -exponent;
    upTo[rank] = sum;
  }
  for (let rank = 0; rank < questions; rank++) upTo[rank]! /= sum;
  return upTo;
}

/** Rank from 0, the most frequent, for luck in (0, 1); logarithmic in the number of questions. */
export function rankOf(table: Float64Array, u: number): number {
  let low = 0;
  let high = table.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (table[middle]! > u) high = middle;
    else low = middle + 1;
  }
  return low;
}
