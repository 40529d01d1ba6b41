import { gravestFlaw, type RunResult } from '../../shared/model/index.ts';
import { countText, shareText, words } from '../words/index.ts';
import { incidentsSentence } from './incidents.ts';
import type { Names } from './names.ts';

/** What happened to the world, then what it did to the requests; everything a tired person must know in one breath. */
export function headline(run: RunResult, names: Names): string {
  return `${incidentsSentence(run.scenario.events, names) ?? words.rehearse.headline.noIncident} ${whatItDid(run)}`;
}

function whatItDid(run: RunResult): string {
  const { answeredByTier, failed } = run.outcomes;
  const said = words.rehearse.headline;
  if (run.requests === 0) return said.noRequest;
  const lower = (answeredByTier[1] ?? 0) + (answeredByTier[2] ?? 0);
  const failures = failed === 0 ? said.noneFailed(countText(run.requests)) : said.failed(countText(failed), countText(run.requests));
  const tiers = lower === 0 ? (failed === run.requests ? said.nobody : said.noLowerTier) : said.lowerTier(shareText(lower / run.requests));
  const flaw = gravestFlaw(run);
  // Said before the tiers: a wrong answer is worse news than a plainer one, and nothing else on the screen gives it away.
  const flawed = flaw === null ? null : (failed === 0 ? said.flawedThoughNoneFailed : said.flawedToo)(shareText(flaw.share), flaw.flaw);
  return said.whole(failures, flawed, tiers);
}
