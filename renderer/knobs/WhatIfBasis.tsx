import { BasisLine } from '../rehearse/BasisLine.tsx';
import { beforeOf, useBasis } from '../state/index.ts';
import { useLive } from './live.ts';
import { useKnobsView } from './view.ts';

/** What the shown figures rest on: those after the change while it is looked at, else those of the run that everything is measured against. */
export function WhatIfBasis() {
  const before = useBasis(beforeOf);
  const mode = useKnobsView((state) => state.mode);
  const after = useLive((state) => state.run);
  const run = mode === 'live' && after !== null ? after : before?.run;
  return run === undefined ? null : <BasisLine run={run} />;
}
