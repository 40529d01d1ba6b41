import { gravestFlaw, type RunResult } from '../../shared/model/index.ts';
import { countText, shareText } from './figure-text.ts';
import { incidentsSentence } from './incidents.ts';
import type { Names } from './names.ts';
import { FLAW_WORDS } from './quality.ts';

/** What happened to the world, then what it did to the requests; everything a tired person must know in one breath. */
export function headline(run: RunResult, names: Names): string {
  return `${incidentsSentence(run.scenario.events, names) ?? 'No incident was rehearsed.'} ${whatItDid(run)}`;
}

function whatItDid(run: RunResult): string {
  const { answeredByTier, failed } = run.outcomes;
  if (run.requests === 0) return 'The traffic held no request.';
  const lower = (answeredByTier[1] ?? 0) + (answeredByTier[2] ?? 0);
  const failures =
    failed === 0
      ? `None of ${countText(run.requests)} requests failed`
      : `${countText(failed)} of ${countText(run.requests)} requests failed`;
  const tiers =
    lower === 0
      ? failed === run.requests
        ? 'nobody got an answer'
        : 'no answer came from a lower tier'
      : `${shareText(lower / run.requests)} were answered by a lower tier`;
  const flaw = gravestFlaw(run);
  // Said before the tiers: a wrong answer is worse news than a plainer one, and nothing else on the screen gives it away.
  const flawed =
    flaw === null ? '' : `, ${failed === 0 ? 'yet' : 'and'} ${shareText(flaw.share)} of the answers are ${FLAW_WORDS[flaw.flaw]}`;
  return `${failures}${flawed}; ${tiers}.`;
}
