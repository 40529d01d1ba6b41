import type { Bounds } from './kind.ts';

/** How worst cases add up. */

export const NOTHING: Bounds = { latencyMs: 0, attempts: 0, usd: 0 };
/** Of a loop, and of a node about which nothing is known. */
export const UNBOUNDED: Bounds = {
  latencyMs: Number.POSITIVE_INFINITY,
  attempts: Number.POSITIVE_INFINITY,
  usd: Number.POSITIVE_INFINITY,
};

/** One after the other. */
export const inTurn = (parts: readonly Bounds[]): Bounds => ({
  latencyMs: parts.reduce((sum, part) => sum + part.latencyMs, 0),
  attempts: parts.reduce((sum, part) => sum + part.attempts, 0),
  usd: parts.reduce((sum, part) => sum + part.usd, 0),
});

/** At the same time, all of them waited for. */
export const sideBySide = (parts: readonly Bounds[]): Bounds => ({
  ...inTurn(parts),
  latencyMs: parts.reduce((longest, part) => Math.max(longest, part.latencyMs), 0),
});

/** One of them, whichever is worst in each respect. */
export const worstOf = (parts: readonly Bounds[]): Bounds => ({
  latencyMs: parts.reduce((worst, part) => Math.max(worst, part.latencyMs), 0),
  attempts: parts.reduce((worst, part) => Math.max(worst, part.attempts), 0),
  usd: parts.reduce((worst, part) => Math.max(worst, part.usd), 0),
});
