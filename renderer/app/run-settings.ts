/** Largest seed of the engine's dice: 32 bits. */
export const MAX_SEED = 0xffffffff;
/** More runs narrow an interval only slowly; the command line takes up to 1000. */
export const MAX_REPLICATIONS = 30;

/** The whole number that was typed, or null when it is none or lies outside `low`..`high`, both included. */
export function wholeWithin(text: string, low: number, high: number): number | null {
  const typed = text.replace(/[\s\u00a0\u202f]/g, '');
  if (!/^\d{1,10}$/.test(typed)) return null;
  const value = Number(typed);
  return value >= low && value <= high ? value : null;
}
