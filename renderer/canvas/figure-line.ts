import type { RunResult } from '../../shared/model/index.ts';
import { countText, latencyText, shareText, shortCountText, words } from '../words/index.ts';
import type { Drawn } from './drawn.ts';

/** What the last run found of a node, as its card says it. */
export interface NodeFigureLine {
  readonly calls: string;
  /** Of its calls, how many were answered. */
  readonly answered: string;
  readonly p95: string;
  /** All of it in words. */
  readonly title: string;
  /** The policy was changed since. */
  readonly isStale: boolean;
}

/**
 * By the id of the card that shows them. A folded group tells what came in from outside; how long its calls took is not among a run's figures, unless
 * all of them came in at one node.
 */
export function figureLines(run: RunResult, drawn: Drawn, isStale: boolean): ReadonlyMap<string, NodeFigureLine> {
  const byId = new Map(run.nodes.map((node) => [node.id, node]));
  const lines = new Map<string, NodeFigureLine>();
  const line = (calls: number, answered: number, p95: number | null): NodeFigureLine => {
    const texts = { calls: `${shortCountText(calls)}×`, answered: calls === 0 ? '–' : shareText(answered / calls), p95: latencyText(p95) };
    const title = calls === 0 ? words.canvas.notCalled : words.canvas.figures(countText(calls), texts.answered, texts.p95);
    return { ...texts, title: isStale ? words.canvas.figuresStale(title) : title, isStale };
  };
  for (const { node } of drawn.cards) {
    const found = byId.get(node.id);
    if (found !== undefined) lines.set(node.id, line(found.calls, found.answered, found.latencyMs.p95));
  }
  for (const [cardId, group] of drawn.folded) {
    const members = new Set(group.nodeIds);
    const inward = run.edges.filter(({ from, to }) => members.has(to) && !members.has(from));
    const calls = inward.reduce((sum, edge) => sum + edge.calls, 0);
    const answered = inward.reduce((sum, edge) => sum + edge.answeredByTier.reduce((a, b) => a + b, 0), 0);
    const heads = new Set(inward.map(({ to }) => to));
    const [head] = heads;
    const only = heads.size === 1 && head !== undefined ? byId.get(head) : undefined;
    if (inward.length > 0) lines.set(cardId, line(calls, answered, only?.latencyMs.p95 ?? null));
  }
  return lines;
}
