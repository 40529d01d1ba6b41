import type { RunResult } from '../../shared/model/index.ts';
import { countText, shareText } from './figure-text.ts';
import { incidentSentences } from './incidents.ts';
import type { Names } from './names.ts';

const EVENTS_AT_MOST = 2;

/** What happened to the world, then what it did to the requests; everything a tired person must know in one breath. */
export function headline(run: RunResult, names: Names): string {
  return [...whatHappened(run, names), whatItDid(run)].join(' ');
}

function whatHappened(run: RunResult, names: Names): string[] {
  const events = [...run.scenario.events].sort((a, b) => a.startMs - b.startMs);
  if (events.length === 0) return ['No incident was rehearsed.'];
  const sentences = incidentSentences(events.slice(0, EVENTS_AT_MOST), names);
  const more = events.length - EVENTS_AT_MOST;
  if (more > 0) sentences.push(`${more} more ${more === 1 ? 'incident' : 'incidents'} followed.`);
  return sentences;
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
  return `${failures}; ${tiers}.`;
}
