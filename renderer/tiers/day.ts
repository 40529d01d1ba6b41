const two = (value: number): string => String(value).padStart(2, '0');

/** The day on this person's wall, ISO 8601: a signature late in the evening is not of tomorrow. */
export const dayOf = (now: Date): string => `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
