const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Widths whose edges fall on times that a person reads off a clock. */
const NICE_WIDTHS_MS = [
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 7, 28].map((n) => n * DAY),
];

const MOST_BUCKETS = 120;

/** Width of the time series' buckets: the narrowest nice one with which the traffic fills at most 120. */
export function bucketMsFor(durationMs: number): number {
  const nice = NICE_WIDTHS_MS.find((width) => durationMs / width <= MOST_BUCKETS);
  return nice ?? Math.ceil(durationMs / MOST_BUCKETS / DAY) * DAY;
}
