import { answersOf, configOf, entriesOf, type Tier, type TierAnswer } from '../kinds/index.ts';
import type { Policy, RunResult, TierPromise } from '../model/index.ts';
import type { ExpectedTokens } from './expected.ts';
import { type AnswerRun, answerRunOf, type EntryRun, entryRunOf } from './last-run.ts';
import { type SignOffState, signOffState, subjectOf } from './sign-off.ts';

/**
 * The tier board: what the users of each capability get at each tier, what answers, what it costs, how often it was reached and who stands for
 * it. A view of the document and of the last run; nothing here is kept.
 */

export const TIERS: readonly Tier[] = [1, 2, 3];

export interface BoardAnswer extends TierAnswer {
  /** In the last run; null without one, and for a node that it does not know. */
  readonly run: AnswerRun | null;
}

export interface TierCell {
  readonly entryId: string;
  readonly tier: Tier;
  /** What users get, in words; empty while nobody has written it. */
  readonly text: string;
  readonly answers: readonly BoardAnswer[];
  /** What a signature would be for. */
  readonly subject: string;
  readonly signOff: SignOffState;
  /** Requests of the last run that ended here; null without one. */
  readonly reached: { readonly requests: number /** Of the entry's requests. */; readonly share: number } | null;
}

export interface Capability {
  readonly entryId: string;
  readonly name: string;
  /** Of the capability as a whole, whatever tier answers. */
  readonly promise: string;
  /** Null where the entry's settings are not known. */
  readonly owed: { readonly p95Ms: number; readonly availability: number; readonly costUsd: number } | null;
  /** Tier 1 first. */
  readonly cells: readonly [TierCell, TierCell, TierCell];
  readonly run: EntryRun | null;
}

export interface BoardSummary {
  /** Tiers at which something answers or is promised. */
  readonly cells: number;
  readonly signed: number;
  readonly outOfDate: number;
  /** Something answers, and nobody wrote what users get. */
  readonly unwritten: number;
  /** Promised, and nothing answers. */
  readonly unkept: number;
}

export interface TierBoard {
  readonly capabilities: readonly Capability[];
  readonly summary: BoardSummary;
}

/** Capabilities in the order of their entries’ ids, as requests find them. `run` must be of this policy, or its figures are about another. */
export function tierBoard(policy: Policy, tokens: ExpectedTokens, run: RunResult | null): TierBoard {
  const promises = new Map(policy.promises.map((promise) => [keyOf(promise), promise]));
  const capabilities = entriesOf(policy).map((entry): Capability => {
    const config = configOf(entry, 'entry');
    const answers = answersOf(policy, entry.id, tokens);
    const entryRun = run === null ? null : entryRunOf(run, entry.id);
    const cellAt = (tier: Tier): TierCell => {
      const promise = promises.get(keyOf({ entryId: entry.id, tier }));
      const here = answers.filter((answer) => answer.tier === tier);
      const text = promise?.text ?? '';
      const subject = subjectOf(text, here);
      const requests = entryRun?.answeredByTier[tier - 1];
      return {
        entryId: entry.id,
        tier,
        text,
        answers: here.map((answer) => ({ ...answer, run: run === null ? null : answerRunOf(run, answer.nodeId) })),
        subject,
        signOff: signOffState(promise?.signOff ?? null, subject),
        reached: entryRun === null || requests === undefined ? null : { requests, share: requests / entryRun.requests },
      };
    };
    return {
      entryId: entry.id,
      name: entry.name,
      promise: config?.promise ?? '',
      owed: config === undefined ? null : { p95Ms: config.slaP95Ms, availability: config.slaAvailability, costUsd: config.slaCostUsd },
      cells: [cellAt(1), cellAt(2), cellAt(3)],
      run: entryRun,
    };
  });
  return { capabilities, summary: summaryOf(capabilities.flatMap(({ cells }) => cells)) };
}

const keyOf = ({ entryId, tier }: Pick<TierPromise, 'entryId' | 'tier'>): string => `${tier} ${entryId}`;

function summaryOf(cells: readonly TierCell[]): BoardSummary {
  const counted = (holds: (cell: TierCell) => boolean): number => cells.filter(holds).length;
  const isWritten = ({ text }: TierCell): boolean => text.trim() !== '';
  return {
    cells: counted((cell) => cell.answers.length > 0 || isWritten(cell)),
    signed: counted(({ signOff }) => signOff.state === 'signed'),
    outOfDate: counted(({ signOff }) => signOff.state === 'out-of-date'),
    unwritten: counted((cell) => cell.answers.length > 0 && !isWritten(cell)),
    unkept: counted((cell) => cell.answers.length === 0 && isWritten(cell)),
  };
}
