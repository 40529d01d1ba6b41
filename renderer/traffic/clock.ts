/** Milliseconds of a typed instant since the first request: `12:30`, `1:12:30`, or seconds alone; null for anything else. */
export function clockMs(text: string): number | null {
  const parts = text.trim().split(':');
  if (parts.length > 3 || parts.some((part) => !/^\d{1,4}(\.\d{1,3})?$/.test(part))) return null;
  const [seconds, minutes = 0, hours = 0] = parts.map(Number).reverse() as [number, number?, number?];
  if (parts.length > 1 && (seconds >= 60 || (parts.length > 2 && minutes >= 60))) return null;
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000);
}
