import type { Field } from '../kind.ts';
import { HIGHEST_SPENDING_USD, MOST_ITERATIONS, MOST_RETRIES, MOST_STEP_TOKENS, MOST_TOOLS, NEW_TOOL } from './config.ts';

export const agentLoopFields: readonly Field[] = [
  {
    key: 'tools',
    label: 'Tools',
    help: 'What the agent can use; each tool has its own way out.',
    control: {
      kind: 'list',
      itemLabel: 'tool',
      idPrefix: 'tool',
      minItems: 0,
      maxItems: MOST_TOOLS,
      newItem: NEW_TOOL,
      fields: [
        {
          key: 'name',
          label: 'Name',
          help: 'What the tool is for, in one or two words.',
          control: { kind: 'text', maxLength: 60, placeholder: 'Search' },
        },
        {
          key: 'share',
          label: 'Used by',
          help: 'Share of the steps before the last that call this tool; steps that call none only think.',
          control: { kind: 'ratio' },
        },
        {
          key: 'resultTokens',
          label: 'Result adds',
          help: 'Length of its result, which every later step reads and pays for.',
          control: { kind: 'number', min: 0, max: MOST_STEP_TOKENS, step: 100, unit: 'tokens' },
        },
      ],
    },
  },
  {
    key: 'meanSteps',
    label: 'Steps (mean)',
    help: 'How often the model is called for a task that ends by itself; more steps cost more time and money.',
    control: { kind: 'number', min: 1, max: MOST_ITERATIONS, step: 0.5, unit: 'steps' },
  },
  {
    key: 'stepsShape',
    label: 'Steps vary',
    help: 'How the number of steps differs from task to task.',
    control: {
      kind: 'choice',
      options: [
        { value: 'geometric', label: 'Geometric', help: 'After every step the same chance of one more; a few tasks are long.' },
        { value: 'constant', label: 'Not at all', help: 'Always the mean, rounded to whole steps.' },
      ],
    },
  },
  {
    key: 'endlessShare',
    label: 'Never ends',
    help: 'Share of the requests whose loop goes round until something stops it; a scenario can add to it.',
    control: { kind: 'ratio' },
  },
  {
    key: 'maxIterations',
    label: 'Steps at most',
    help: 'The agent is stopped before it makes more steps than this; a lower limit also stops long tasks that would have ended.',
    control: { kind: 'optional-number', min: 1, max: MOST_ITERATIONS, step: 1, unit: 'steps', absent: 'no limit' },
  },
  {
    key: 'spendingLimitUsd',
    label: 'Spend at most',
    help: 'No further step begins once a request has cost this much; the last step may go a little beyond it.',
    control: { kind: 'optional-number', min: 0, max: HIGHEST_SPENDING_USD, step: 0.01, unit: 'USD', absent: 'no limit' },
  },
  {
    key: 'stepTokens',
    label: 'A step writes',
    help: 'Length of a step before the last one; every later step reads and pays for it.',
    control: { kind: 'number', min: 0, max: MOST_STEP_TOKENS, step: 10, unit: 'tokens' },
  },
  {
    key: 'driftPerStep',
    label: 'Drift a step',
    help: 'Chance that one more step turns a right answer wrong, because the conversation has lost its way.',
    control: { kind: 'ratio' },
  },
  {
    key: 'toolRetries',
    label: 'Tool retries',
    help: 'Further calls of a tool after a failure that may pass, without a pause between them.',
    control: { kind: 'number', min: 0, max: MOST_RETRIES, step: 1, unit: 'retries' },
  },
  {
    key: 'onToolFailure',
    label: 'When a tool stays down',
    help: 'What the agent does when the retries are used up.',
    control: {
      kind: 'choice',
      options: [
        { value: 'go-on', label: 'Go on without', help: 'The answer may be wrong; nobody sees that from outside.' },
        { value: 'fail', label: 'Fail', help: 'The request fails with a tool failure, which a fallback can mend.' },
      ],
    },
  },
  {
    key: 'wrongWithoutTool',
    label: 'Wrong without it',
    help: 'Chance that the answer is wrong when a tool was missing, once for each time.',
    control: { kind: 'ratio' },
    shownWhen: { key: 'onToolFailure', isOneOf: ['go-on'] },
  },
  {
    key: 'cascadeShare',
    label: 'Needs another step',
    help: 'Chance that a missing tool makes one further step with a tool call necessary, which may fail as well.',
    control: { kind: 'ratio' },
    shownWhen: { key: 'onToolFailure', isOneOf: ['go-on'] },
  },
];
