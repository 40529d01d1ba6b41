import { type DefenceFigures, defenceLayers } from '../../shared/kinds/index.ts';
import {
  type Assumption,
  FLAW_SENTENCES,
  FLAWS,
  type Flaw,
  type Policy,
  type RunResult,
  type ScenarioEvent,
} from '../../shared/model/index.ts';

/** Flaws as attributes of an answer: "3.4 % are wrong". */
export const FLAW_WORDS: Readonly<Record<Flaw, string>> = {
  wrong: 'wrong',
  hallucinated: 'hallucinated',
  unsafe: 'unsafe',
  leaking: 'leaking',
  'malformed-call': 'malformed',
  stale: 'stale',
  'off-topic': 'off-topic',
};

/** What scenarios do to answers without failing a call. */
const isAboutAnswers = ({ effect }: ScenarioEvent): boolean => effect.kind === 'quality-loss' || effect.kind === 'flaw-rate';

export interface FlawRow {
  readonly flaw: Flaw;
  readonly word: string;
  /** What it means to the person who asked. */
  readonly sentence: string;
  readonly count: number;
  /** Of all answers, 0..1. */
  readonly share: number;
}

export const answeredOf = (run: RunResult): number => run.outcomes.answeredByTier.reduce((sum, count) => sum + count, 0);

/** Flaws of the answers that reached a user, most frequent first. One answer may have several, so the rows must never be added up. */
export function flawRows(run: RunResult): FlawRow[] {
  const answered = answeredOf(run);
  return FLAWS.map((flaw) => {
    const count = run.outcomes.flawed?.[flaw] ?? 0;
    return { flaw, word: FLAW_WORDS[flaw], sentence: FLAW_SENTENCES[flaw], count, share: answered === 0 ? 0 : count / answered };
  })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}

/** Below this share, and without a scenario that strikes the answers, flaws are everyday and no headline. */
const WORTH_A_HEADLINE = 0.01;

/** The most frequent flaw, where it belongs into the one sentence about the run. */
export function gravestFlaw(run: RunResult): FlawRow | null {
  const [first] = flawRows(run);
  if (first === undefined) return null;
  return first.share >= WORTH_A_HEADLINE || run.scenario.events.some(isAboutAnswers) ? first : null;
}

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
