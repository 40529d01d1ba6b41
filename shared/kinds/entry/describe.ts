import type { Describe } from '../kind.ts';
import { abilityName, durationText, percentText, sentencesFor, shortened, usdText } from '../words.ts';
import type { EntryConfig } from './config.ts';

export const entryDescribe: Describe<EntryConfig> = {
  changes: sentencesFor<EntryConfig>({
    promise: (now, was) => `promises ${quoted(now)} (was ${quoted(was)})`,
    slaP95Ms: (now, was) => `owes P95 within ${durationText(now)} (was ${durationText(was)})`,
    slaAvailability: (now, was) => `owes an answer to ${percentText(now)} of the requests (was ${percentText(was)})`,
    slaCostUsd: (now, was) => `may cost ${usdText(now)} a request (was ${usdText(was)})`,
    needs: (now, was) =>
      `needs ${named(now.map(abilityName), 'nothing special')} of its models (was ${named(was.map(abilityName), 'nothing special')})`,
    languages: (now, was) => `comes in ${named(now, 'languages not stated')} (was ${named(was, 'languages not stated')})`,
    regions: (now, was) => `may be answered in ${named(now, 'any region')} (was ${named(was, 'any region')})`,
  }),
};

const named = (names: readonly string[], none: string): string => (names.length === 0 ? none : names.join(', '));

const quoted = (promise: string): string => (promise.trim() === '' ? 'nothing' : `“${shortened(promise, 120)}”`);
