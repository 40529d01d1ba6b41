import { useMemo } from 'react';
import type { PolicyDocument } from '../../shared/model/index.ts';
import { usePolicySha256 } from '../rehearse/policy-hash.ts';
import { useRun } from '../state/index.ts';
import type { Drawn } from './drawn.ts';
import { figureLines, type NodeFigureLine } from './figure-line.ts';

/** What the last run found, for the cards that are edited; null before a run and where a run is shown anyway. */
export function useFigures(document: PolicyDocument, drawn: Drawn, isWanted: boolean): ReadonlyMap<string, NodeFigureLine> | null {
  const result = useRun((state) => state.result);
  const run = isWanted && result?.policy.id === document.policy.id ? result : null;
  const sha256 = usePolicySha256(run === null ? null : document.policy);
  const isStale = run !== null && sha256 !== null && sha256 !== run.policy.sha256;
  return useMemo(() => (run === null ? null : figureLines(run, drawn, isStale)), [run, drawn, isStale]);
}
