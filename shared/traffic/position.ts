/** First position whose arrival is not before `atMs`. */
export function positionAt(arrivalMs: Float64Array, atMs: number): number {
  let low = 0;
  let high = arrivalMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (arrivalMs[middle]! < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
