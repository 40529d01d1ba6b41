import { BACK_TEST } from '../../shared/calibration/index.ts';
import type { Assumption, RunResult } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';

/** What the figures rest on. ● recorded, ◐ fitted, ○ assumed, always with the word. */
export type BasisMark = 'recorded' | 'fitted' | 'assumed';
export const BASIS_GLYPH: Record<BasisMark, string> = { recorded: '●', fitted: '◐', assumed: '○' };

export interface BasisPart {
  readonly mark: BasisMark;
  readonly words: string;
}

export function basisParts(run: RunResult): BasisPart[] {
  const parts: BasisPart[] = [
    run.traffic.origin === 'recorded'
      ? { mark: 'recorded', words: words.rehearse.basis.recordedTraffic }
      : { mark: 'assumed', words: words.rehearse.basis.generatedTraffic },
  ];
  const has = (basis: Assumption['basis']) => run.assumptions.some((assumption) => assumption.basis === basis);
  const tested = run.assumptions.find(({ subject, basis }) => subject === BACK_TEST && basis === 'fitted');
  // What stands before the colon is the error in a few words.
  const error = tested?.statement.includes(': Fitted to ') === true ? tested.statement.split(': Fitted to ')[0]! : null;
  if (has('fitted')) parts.push({ mark: 'fitted', words: words.rehearse.basis.fittedLatencies(error) });
  if (run.scenario.events.length > 0) parts.push({ mark: 'assumed', words: words.rehearse.basis.assumedFailures });
  else if (has('assumed')) parts.push({ mark: 'assumed', words: words.rehearse.basis.assumedModel });
  return parts;
}

const GROUPS: readonly Assumption['basis'][] = ['assumed', 'fitted', 'recorded', 'model'];

export interface AssumptionGroup {
  readonly title: string;
  readonly assumptions: readonly Assumption[];
}

/** Weakest ground first, empty groups left out; equal statements about one subject once. */
export function assumptionGroups(assumptions: readonly Assumption[]): AssumptionGroup[] {
  const seen = new Set<string>();
  const unique = assumptions.filter(({ subject, statement }) => {
    const key = `${subject}\n${statement}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return GROUPS.map((basis) => ({
    title: words.rehearse.basis.group[basis],
    assumptions: unique.filter((assumption) => assumption.basis === basis),
  })).filter(({ assumptions: group }) => group.length > 0);
}
