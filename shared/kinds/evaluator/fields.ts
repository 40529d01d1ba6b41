import { HIGHEST_CHECK_USD } from '../guardrail.ts';
import type { Field } from '../kind.ts';
import { MOST_CHECKS, NEW_CHECK } from './config.ts';

export const evaluatorFields: readonly Field[] = [
  {
    key: 'sampleRate',
    label: 'Judges',
    help: 'Share of the answers that are judged; a larger one costs more and notices sooner.',
    control: { kind: 'ratio' },
  },
  {
    key: 'checks',
    label: 'Checks',
    help: 'What the judge looks at in every sampled answer.',
    control: {
      kind: 'list',
      itemLabel: 'check',
      idPrefix: 'c',
      minItems: 1,
      maxItems: MOST_CHECKS,
      newItem: NEW_CHECK,
      fields: [
        {
          key: 'looksAt',
          label: 'Looks at',
          help: 'Which flaw of an answer this check can find.',
          control: {
            kind: 'choice',
            options: [
              { value: 'faithfulness', label: 'Faithfulness', help: 'Claims that nothing supports.' },
              { value: 'safety', label: 'Safety', help: 'Harmful answers, or against the policy of the product.' },
              { value: 'personal-data', label: 'Personal data', help: 'Data of somebody else in the answer.' },
              { value: 'correctness', label: 'Correctness', help: 'Answers that do not solve the task, or hold no longer.' },
              { value: 'topic', label: 'Topic', help: 'Answers to what the assistant is not for.' },
            ],
          },
        },
        {
          key: 'detectionRate',
          label: 'Caught',
          help: 'Share of the sampled answers with this flaw that the judge finds.',
          control: { kind: 'ratio' },
        },
        {
          key: 'falsePositiveRate',
          label: 'False alarms',
          help: 'Share of the sampled answers without this flaw that the judge takes for bad.',
          control: { kind: 'ratio' },
        },
      ],
    },
  },
  {
    key: 'priceUsd',
    label: 'A judgement costs',
    help: 'Price of judging one answer, all checks together; it is paid when the sample is taken.',
    control: { kind: 'number', min: 0, max: HIGHEST_CHECK_USD, step: 0.0001, unit: 'USD' },
  },
];
