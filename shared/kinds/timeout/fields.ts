import type { Field } from '../kind.ts';
import { LONGEST_TIMEOUT_MS, SHORTEST_TIMEOUT_MS } from './config.ts';

export const timeoutFields: readonly Field[] = [
  {
    key: 'timeoutMs',
    label: 'Gives up after',
    help: 'How long to wait for the reply below; longer lets slow answers through, shorter frees the caller for the next tier.',
    control: { kind: 'duration', minMs: SHORTEST_TIMEOUT_MS, maxMs: LONGEST_TIMEOUT_MS, unit: 's' },
  },
];
