import { freemem } from 'node:os';
import type { Traffic } from '../../shared/model/index.ts';

/** What is left has to hold the run beside the columns. */
export const SHARE_OF_MEMORY = 0.8;

/** Memory that columns may take, as the system says. */
export const availableMemoryBytes = (): number => process.availableMemory?.() ?? freemem();

export const gigabytes = (bytes: number): string => `${Number((bytes / 2 ** 30).toPrecision(2))} GiB`;

/** Of one request in memory. */
export function bytesARequest({ metadata, user, complexity, luckKey, recorded }: Traffic): number {
  const texts = Object.keys(metadata).length + (user === null ? 0 : 1);
  const ofRecorded =
    recorded === undefined
      ? 0
      : 5 + (recorded.ttftMs ? 4 : 0) + (recorded.model ? 4 : 0) + (recorded.provider ? 4 : 0) + (recorded.usd ? 8 : 0);
  return 16 + 4 * texts + (complexity === null ? 0 : 4) + (luckKey === undefined ? 0 : 4) + ofRecorded;
}
