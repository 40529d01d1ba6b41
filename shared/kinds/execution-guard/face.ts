import type { Face } from '../kind.ts';
import { numberText, shortened, usdText } from '../words.ts';
import { type ExecutionGuardConfig, rolesOf } from './config.ts';

export const executionGuardFace: Face<ExecutionGuardConfig> = {
  title: 'Execution guard',
  purpose: 'Stands before a tool and bounds what an agent may do: roles, number of calls, spending, approval.',
  group: 'guardrails',
  glyph: {
    name: 'shield with a bolt',
    paths: ['M8 1.8 13 3.6v4.2c0 3-2 5.2-5 6.4-3-1.2-5-3.4-5-6.4V3.6z', 'M8.7 4.8 6.4 8.2h3.2L7.3 11.4'],
  },
  silhouette: 'guard',
  isCallable: true,
  ports: (config) =>
    config.approval === 'none'
      ? [{ id: 'next', label: 'next', required: true }]
      : [
          { id: 'next', label: 'next', required: true },
          { id: 'approve', label: 'approval', required: true },
        ],
  summary(config) {
    const words = [
      ...(config.roleColumn.trim() === '' ? [] : ['by role']),
      ...(config.maxCallsPerRequest === null ? [] : [`${numberText(config.maxCallsPerRequest)} calls`]),
      ...(config.spendingLimitUsd === null ? [] : [usdText(config.spendingLimitUsd)]),
      ...(config.approval === 'none' ? [] : ['with approval']),
    ];
    return words.length === 0
      ? 'lets everything pass'
      : `a request at most: ${words.join(', ')}`.replace('at most: by role', 'passes by role');
  },
  keywords: [
    'guardrail',
    'agent',
    'tool access',
    'role',
    'permission',
    'approval',
    'human in the loop',
    'limit',
    'spending',
    'irreversible',
  ],
};

/** As the object of a sentence. */
export function forbidden(config: ExecutionGuardConfig): string {
  const roles = rolesOf(config);
  const words = [
    ...(config.roleColumn.trim() === '' ? [] : [roles.length === 0 ? 'every role' : `roles other than ${shortened(roles.join(', '), 40)}`]),
    ...(config.maxCallsPerRequest === null ? [] : ['too many calls']),
    ...(config.spendingLimitUsd === null ? [] : ['too much spending']),
    ...(config.approval === 'none' ? [] : ['calls that people decline']),
  ];
  return words.length === 0 ? 'nothing' : words.join(', ');
}
