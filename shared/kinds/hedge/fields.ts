import type { Field } from '../kind.ts';
import { HEDGE_OPTIONS, LONGEST_HEDGE_DELAY_MS, MOST_HEDGES } from './config.ts';

export const hedgeFields: readonly Field[] = [
  {
    key: 'delayMs',
    label: 'Second call after',
    help: 'How long the first call may stay without an answer; at its P95, one request in twenty is sent twice. Longer costs less and saves less.',
    control: { kind: 'duration', minMs: 0, maxMs: LONGEST_HEDGE_DELAY_MS, unit: 'ms' },
  },
  {
    key: 'maxHedges',
    label: 'Hedges',
    help: 'Calls after the first one, each after the same delay; more cut the tail further and cost more.',
    control: { kind: 'number', min: 1, max: MOST_HEDGES, step: 1, unit: 'calls' },
  },
  {
    key: 'hedgeOn',
    label: 'Goes on after',
    help: 'After these failures the next call is sent at once and the others go on; any other failure is the reply.',
    control: { kind: 'failures', options: HEDGE_OPTIONS },
  },
];
