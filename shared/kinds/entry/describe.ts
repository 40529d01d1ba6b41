import type { Describe } from '../kind.ts';
import { durationText, percentText, sentencesFor, shortened, usdText } from '../words.ts';
import type { EntryConfig } from './config.ts';

export const entryDescribe: Describe<EntryConfig> = {
  changes: sentencesFor<EntryConfig>({
    promise: (now, was) => `promises ${quoted(now)} (was ${quoted(was)})`,
    slaP95Ms: (now, was) => `owes P95 within ${durationText(now)} (was ${durationText(was)})`,
    slaAvailability: (now, was) => `owes an answer to ${percentText(now)} of the requests (was ${percentText(was)})`,
    slaCostUsd: (now, was) => `may cost ${usdText(now)} a request (was ${usdText(was)})`,
  }),
};

const quoted = (promise: string): string => (promise.trim() === '' ? 'nothing' : `“${shortened(promise, 120)}”`);
