const two = (value: number): string => String(value).padStart(2, '0');

/** The day on this person's wall, ISO 8601: a signature late in the evening is not of tomorrow. */
export const dayOf = (now: Date): string => `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;

/** `2026-11-24` → `24 Nov 2026`; what is no such day stays as it is. */
export function dayText(day: string): string {
  const at = new Date(`${day}T12:00:00`);
  return Number.isNaN(at.getTime()) ? day : at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}
