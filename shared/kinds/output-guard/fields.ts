import { costFields, rateFields } from '../guardrail.ts';
import type { Field } from '../kind.ts';

export const outputGuardFields: readonly Field[] = [
  {
    key: 'check',
    label: 'Looks for',
    help: 'What the guard checks in every answer before the user sees it.',
    control: {
      kind: 'choice',
      options: [
        { value: 'hallucination', label: 'Hallucination', help: 'Claims that nothing supports.' },
        { value: 'personal-data-leak', label: 'Leaked personal data', help: 'Data of somebody else in the answer.' },
        { value: 'business-rules', label: 'Broken business rules', help: 'Promises, prices or advice that the house does not give.' },
        { value: 'topic-boundary', label: 'Off topic', help: 'Answers to what the assistant is not for.' },
      ],
    },
  },
  ...rateFields('answers'),
  {
    key: 'action',
    label: 'Then',
    help: 'What happens to an answer that the guard takes for bad.',
    control: {
      kind: 'choice',
      options: [
        { value: 'block', label: 'Block', help: 'The user gets no answer; it counts as blocked, not as failed.' },
        { value: 'redact', label: 'Redact', help: 'The bad part is taken out and the rest is the answer.' },
        { value: 'fall-back', label: 'Fall back', help: 'The next tier of the fallback above answers; this answer was paid for nothing.' },
        { value: 'flag', label: 'Flag', help: 'It is counted and reaches the user unchanged.' },
        { value: 'review', label: 'Send to review', help: 'The answer waits for a person, who lets it pass or declines it.' },
      ],
    },
  },
  ...costFields,
];
