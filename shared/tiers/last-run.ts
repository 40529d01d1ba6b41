import type { NodeFigures, RunResult } from '../model/index.ts';

/** What happened to the requests of one entry in a run. */
export interface EntryRun {
  readonly requests: number;
  /** Index 0 is tier 1. */
  readonly answeredByTier: readonly [number, number, number];
  readonly blocked: number;
  readonly failed: number;
}

/** Null when the run knows no such entry, or nothing came to it. */
export function entryRunOf(run: RunResult, entryId: string): EntryRun | null {
  const figures = run.nodes.find(({ id }) => id === entryId);
  const edge = run.edges.find(({ from }) => from === entryId);
  if (figures === undefined || figures.calls === 0) return null;
  const [first = 0, second = 0, third = 0] = edge?.answeredByTier ?? [];
  const blocked = figures.failures['blocked-by-guard'] ?? 0;
  const failed = Object.values(figures.failures).reduce<number>((sum, count) => sum + (count ?? 0), 0) - blocked;
  return { requests: figures.calls, answeredByTier: [first, second, third], blocked, failed };
}

/** Figures of the calls of one answering node, whichever entry they came from. */
export interface AnswerRun {
  readonly answers: number;
  readonly p95Ms: number | null;
  /** What it was paid in all, failed and abandoned attempts included, for each answer; null without an answer. */
  readonly usdPerAnswer: number | null;
}

export function answerRunOf(run: RunResult, nodeId: string): AnswerRun | null {
  const figures: NodeFigures | undefined = run.nodes.find(({ id }) => id === nodeId);
  if (figures === undefined) return null;
  return {
    answers: figures.answered,
    p95Ms: figures.latencyMs.p95,
    usdPerAnswer: figures.answered === 0 ? null : figures.usd / figures.answered,
  };
}
