import type { Field } from '../kind.ts';
import { MOST_ROUTES, MOST_TOKENS, NEW_ROUTE } from './config.ts';

const tokens = { min: 0, max: MOST_TOKENS, step: 100, unit: 'tokens' } as const;

export const routerFields: readonly Field[] = [
  {
    key: 'routes',
    label: 'Routes',
    help: 'Tried from the top; the first whose condition holds takes the request, and what none takes leaves by “otherwise”.',
    control: {
      kind: 'list',
      itemLabel: 'route',
      drawnAs: 'routes',
      idPrefix: 'r',
      minItems: 1,
      maxItems: MOST_ROUTES,
      newItem: NEW_ROUTE,
      fields: [
        {
          key: 'name',
          label: 'Name',
          help: 'Stands on the wire; without a name the condition stands there.',
          control: { kind: 'text', maxLength: 60, placeholder: 'long conversations' },
        },
        {
          key: 'condition',
          label: 'Chosen by',
          help: 'What about a request decides whether it goes this way.',
          control: {
            kind: 'choice',
            options: [
              { value: 'input-tokens', label: 'Length', help: 'Tokens of the question with all that is sent along.' },
              { value: 'complexity', label: 'Complexity', help: 'How hard the request is, as the traffic records it.' },
              { value: 'metadata', label: 'A metadata value', help: 'A column of the traffic, for example the plan of the user.' },
              { value: 'percentage', label: 'A share of requests', help: 'Luck; the same request always goes the same way.' },
            ],
          },
        },
        {
          key: 'minInputTokens',
          label: 'From',
          help: 'The shortest request that goes this way; a higher figure sends fewer.',
          control: { kind: 'number', ...tokens },
          shownWhen: { key: 'condition', isOneOf: ['input-tokens'] },
        },
        {
          key: 'maxInputTokens',
          label: 'To under',
          help: 'Requests of this length and longer do not go this way.',
          control: { kind: 'optional-number', ...tokens, absent: 'no end' },
          shownWhen: { key: 'condition', isOneOf: ['input-tokens'] },
        },
        {
          key: 'minComplexity',
          label: 'From',
          help: 'The easiest request that goes this way; a higher figure sends fewer.',
          control: { kind: 'ratio' },
          shownWhen: { key: 'condition', isOneOf: ['complexity'] },
        },
        {
          key: 'maxComplexity',
          label: 'To under',
          help: 'Requests this hard and harder do not go this way; 100 % takes the hardest too.',
          control: { kind: 'ratio' },
          shownWhen: { key: 'condition', isOneOf: ['complexity'] },
        },
        {
          key: 'key',
          label: 'Column',
          help: 'Name of the metadata column; traffic without it never goes this way.',
          control: { kind: 'text', maxLength: 100, placeholder: 'plan' },
          shownWhen: { key: 'condition', isOneOf: ['metadata'] },
        },
        {
          key: 'values',
          label: 'Is one of',
          help: 'Values that go this way, separated by commas; capitals count.',
          control: { kind: 'text', maxLength: 500, placeholder: 'paid, enterprise' },
          shownWhen: { key: 'condition', isOneOf: ['metadata'] },
        },
        {
          key: 'share',
          label: 'Share',
          help: 'Share of the requests that come as far as this route; those that an earlier route took are not among them.',
          control: { kind: 'ratio' },
          shownWhen: { key: 'condition', isOneOf: ['percentage'] },
        },
      ],
    },
  },
];
