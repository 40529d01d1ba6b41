import { ACTION_VERBS, guardPorts } from '../guardrail.ts';
import type { Face } from '../kind.ts';
import { durationText } from '../words.ts';
import type { OutputCheck, OutputGuardConfig } from './config.ts';

/** As the object of a sentence: "falls back on hallucination". */
export const FOUND: Readonly<Record<OutputCheck, string>> = {
  hallucination: 'hallucination',
  'personal-data-leak': 'leaked personal data',
  'business-rules': 'broken business rules',
  'topic-boundary': 'answers off topic',
};

export const outputGuardFace: Face<OutputGuardConfig> = {
  title: 'Output guard',
  purpose: 'Checks every answer before it goes back.',
  group: 'guardrails',
  glyph: {
    name: 'shield with lines of text',
    paths: ['M8 1.8 13 3.6v4.2c0 3-2 5.2-5 6.4-3-1.2-5-3.4-5-6.4V3.6z', 'M5.9 6.4h4.2M5.9 9h2.6'],
  },
  silhouette: 'guard',
  isCallable: true,
  ports: (config) => guardPorts(config.action),
  summary: (config) => `${ACTION_VERBS[config.action]} ${FOUND[config.check]}, in ${durationText(config.latencyMs)}`,
  keywords: ['guardrail', 'hallucination', 'faithfulness', 'pii', 'leak', 'business rules', 'topic', 'moderation', 'safety', 'evaluation'],
};
