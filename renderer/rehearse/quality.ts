import { type DefenceFigures, defenceLayers } from '../../shared/kinds/index.ts';
import {
  type Assumption,
  FLAW_SENTENCES,
  type FlawShare,
  flawShares,
  isAboutAnswers,
  type Policy,
  type RunResult,
} from '../../shared/model/index.ts';
import { words } from '../words/index.ts';

export interface FlawRow extends FlawShare {
  readonly word: string;
  /** What it means to the person who asked. */
  readonly sentence: string;
}

export const answeredOf = (run: RunResult): number => run.outcomes.answeredByTier.reduce((sum, count) => sum + count, 0);

/** Flaws of the answers that reached a user, most frequent first. */
export const flawRows = (run: RunResult): FlawRow[] =>
  flawShares(run).map((row) => ({ ...row, word: words.rehearse.flaw[row.flaw], sentence: FLAW_SENTENCES[row.flaw] }));

export interface LayerRow extends DefenceFigures {
  /** What its rates rest on. */
  readonly assumptions: readonly Assumption[];
}

/** Guards and evaluators in the order in which a request and its answer meet them. */
export function layerRows(run: RunResult, policy: Policy | null): LayerRow[] {
  if (policy === null) return [];
  return defenceLayers(policy, run.nodes).map((layer) => ({
    ...layer,
    assumptions: run.assumptions.filter(({ subject }) => subject === layer.name),
  }));
}

/** What the run assumes of answers: the scenario's own events. Guards carry theirs in their row. */
export function answerAssumptions(run: RunResult): Assumption[] {
  const subjects = new Set(run.scenario.events.filter(isAboutAnswers).map(({ name }) => name));
  return run.assumptions.filter(({ subject }) => subjects.has(subject));
}
