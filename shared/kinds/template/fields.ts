import type { Field } from '../kind.ts';
import { TIER_OPTIONS } from '../tier.ts';
import { LONGEST_TEMPLATE_MS, LONGEST_TEXT } from './config.ts';

export const templateFields: readonly Field[] = [
  {
    key: 'text',
    label: 'Text',
    help: 'What the user reads instead of a model’s answer.',
    control: { kind: 'long-text', maxLength: LONGEST_TEXT, placeholder: 'We are slow today. Your question is kept …' },
  },
  {
    key: 'tier',
    label: 'Tier',
    help: 'Which promise to the user this answer keeps; results are counted by it.',
    control: { kind: 'choice', options: TIER_OPTIONS },
  },
  {
    key: 'latencyMs',
    label: 'Takes',
    help: 'Time to send the fixed answer; it is the same every time.',
    control: { kind: 'duration', minMs: 0, maxMs: LONGEST_TEMPLATE_MS, unit: 'ms' },
  },
];
