/** Figures that are read off a finished run, by the ids that lists and comparisons share. */
export const RUN_FIGURE_IDS = [
  'availability',
  'tier1Share',
  'failedShare',
  'p50Ms',
  'p95Ms',
  'p99Ms',
  'usdPerRequest',
  'wastedUsd',
  'attemptsPerRequest',
] as const;
export type RunFigureId = (typeof RUN_FIGURE_IDS)[number];
