import type { Face } from '../kind.ts';
import { numberText, percentText } from '../words.ts';
import type { BudgetConfig } from './config.ts';
import { limitText } from './money.ts';

export const budgetFace: Face<BudgetConfig> = {
  title: 'Budget',
  purpose: 'Counts what is spent below it, alerts, and stops or goes cheaper when it is used up.',
  group: 'money',
  glyph: {
    name: 'bars rising to a limit',
    paths: ['M2.2 13.2h11.6', 'M4.5 13.2v-2.7', 'M8 13.2V8', 'M11.5 13.2V5.6', 'M2.2 2.8h1.9M6.1 2.8h1.9M10 2.8h1.9'],
  },
  silhouette: 'plain',
  isCallable: true,
  ports: (config) =>
    config.atLimit === 'downgrade'
      ? [
          { id: 'next', label: 'next', required: true },
          { id: 'over', label: 'when used up', required: true },
        ]
      : [{ id: 'next', label: 'next', required: true }],
  summary: (config) => `${limitWords(config)}, alert at ${percentText(config.alertAt)}`,
  keywords: ['cost', 'money', 'spend', 'limit', 'cap', 'quota', 'alert', 'tokens'],
};

/** "$60 000 a month", "$1 a day for each user", "$0.50 a request" */
export function limitWords(config: BudgetConfig): string {
  const limit = limitText(config.limitUsd);
  if (config.scope === 'agent') return `${limit} a ${config.period}`;
  if (config.scope === 'user') return `${limit} a ${config.period} for each user`;
  return config.limitTokens === null ? `${limit} a request` : `${limit} and ${numberText(config.limitTokens)} tokens a request`;
}
