import { ACTION_VERBS, guardPorts } from '../guardrail.ts';
import type { Face } from '../kind.ts';
import { durationText, numberText } from '../words.ts';
import type { InputCheck, InputGuardConfig } from './config.ts';

/** As the object of a sentence: "blocks injection". */
const FOUND: Readonly<Record<Exclude<InputCheck, 'context-window'>, string>> = {
  'prompt-injection': 'injection',
  'personal-data': 'personal data',
  sanitisation: 'unclean input',
};

export const found = (config: Pick<InputGuardConfig, 'check' | 'maxInputTokens'>): string =>
  config.check === 'context-window' ? `requests over ${numberText(config.maxInputTokens)} tokens` : FOUND[config.check];

export const inputGuardFace: Face<InputGuardConfig> = {
  title: 'Input guard',
  purpose: 'Checks every request before it goes on.',
  group: 'guardrails',
  glyph: { name: 'shield with a tick', paths: ['M8 1.8 13 3.6v4.2c0 3-2 5.2-5 6.4-3-1.2-5-3.4-5-6.4V3.6z', 'm5.7 7.9 1.7 1.7 3-3.3'] },
  silhouette: 'guard',
  isCallable: true,
  ports: (config) => guardPorts(config.action),
  summary: (config) => `${ACTION_VERBS[config.action]} ${found(config)}, in ${durationText(config.latencyMs)}`,
  keywords: ['guardrail', 'injection', 'jailbreak', 'pii', 'personal data', 'context window', 'sanitise', 'filter', 'moderation', 'safety'],
};
