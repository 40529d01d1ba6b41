import { costFields, rateFields } from '../guardrail.ts';
import type { Field } from '../kind.ts';
import { MOST_INPUT_TOKENS } from './config.ts';

export const inputGuardFields: readonly Field[] = [
  {
    key: 'check',
    label: 'Looks for',
    help: 'What the guard checks in every request before anything is called.',
    control: {
      kind: 'choice',
      options: [
        { value: 'prompt-injection', label: 'Prompt injection', help: 'Text that tries to give the model orders.' },
        { value: 'personal-data', label: 'Personal data', help: 'Names, numbers and addresses that should not leave the house.' },
        { value: 'context-window', label: 'Too long a request', help: 'Counts tokens: exact, no luck involved.' },
        { value: 'sanitisation', label: 'Unclean input', help: 'Markup, control characters and hidden text.' },
      ],
    },
  },
  {
    key: 'maxInputTokens',
    label: 'Longest request',
    help: 'Requests with more tokens are caught; set it to the context window of the smallest model below.',
    control: { kind: 'number', min: 1, max: MOST_INPUT_TOKENS, step: 1000, unit: 'tokens' },
    shownWhen: { key: 'check', isOneOf: ['context-window'] },
  },
  ...rateFields('requests', { key: 'check', isOneOf: ['prompt-injection', 'personal-data', 'sanitisation'] }),
  {
    key: 'action',
    label: 'Then',
    help: 'What happens to a request that the guard takes for bad.',
    control: {
      kind: 'choice',
      options: [
        { value: 'block', label: 'Block', help: 'The request ends here; it counts as blocked, not as failed.' },
        { value: 'redact', label: 'Redact', help: 'The bad part is taken out and the request goes on.' },
        { value: 'fall-back', label: 'Fall back', help: 'The next tier of the fallback above gets the request.' },
        { value: 'flag', label: 'Flag', help: 'It is counted and goes on unchanged.' },
        { value: 'review', label: 'Send to review', help: 'The request waits for a person, who lets it pass or declines it.' },
      ],
    },
  },
  ...costFields,
];
