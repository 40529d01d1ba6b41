import type { Field } from '../kind.ts';
import { CONTINUE_ON, CONTINUE_OPTIONS, MOST_TIERS } from './config.ts';

export const fallbackFields: readonly Field[] = [
  {
    key: 'tiers',
    label: 'Tiers',
    help: 'Tried from the top until one answers; a tier further down is reached only when all above it have failed.',
    control: {
      kind: 'list',
      itemLabel: 'tier',
      idPrefix: 't',
      minItems: 1,
      maxItems: MOST_TIERS,
      newItem: { name: '', continueOn: CONTINUE_ON },
      fields: [
        {
          key: 'name',
          label: 'Name',
          help: 'What the user gets from this tier, in two or three words.',
          control: { kind: 'text', maxLength: 80, placeholder: 'Core function' },
        },
        {
          key: 'continueOn',
          label: 'Goes on after',
          help: 'Failures of this tier that lead on to the next; any other one goes back to the caller at once.',
          control: { kind: 'failures', options: CONTINUE_OPTIONS },
        },
      ],
    },
  },
  {
    key: 'onExhausted',
    label: 'When all fail',
    help: 'Which failure the caller sees when no tier is left; gateways differ in this.',
    control: {
      kind: 'choice',
      options: [
        { value: 'last-failure', label: 'The last failure', help: 'What the last tier said.' },
        { value: 'first-failure', label: 'The first failure', help: 'What the first tier said, which is why the others were asked.' },
      ],
    },
  },
];
