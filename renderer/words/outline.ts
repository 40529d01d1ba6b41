import { plural } from './locale.ts';

/** The policy as an outline. */
export const outline = {
  title: 'Outline of the policy in call order',
  empty: 'No nodes yet. What is drawn stands here as a tree.',
  notReached: 'Not reached by any request',
  again: 'stands above',
  errors: (count: number): string => plural(count, { one: `${count} error`, other: `${count} errors` }),
  warnings: (count: number): string => plural(count, { one: `${count} warning`, other: `${count} warnings` }),
  fold: (name: string): string => `Fold what ${name} calls`,
  unfold: (name: string): string => `Unfold what ${name} calls`,
  tier: (tier: number, name: string): string => `tier ${tier}, ${name}`,
  answers: (tier: string): string => `answers with ${tier}`,
  keysHint: 'Arrow keys move, letters find, Enter shows it in the drawing.',
} as const;
