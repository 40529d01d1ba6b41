import type { Face } from '../kind.ts';
import { percentText, plural } from '../words.ts';
import type { Evaluation, EvaluatorConfig } from './config.ts';

/** As the object of a sentence. */
export const EVALUATION_WORDS: Readonly<Record<Evaluation, string>> = {
  faithfulness: 'hallucination',
  safety: 'unsafe answers',
  'personal-data': 'leaked personal data',
  correctness: 'wrong answers',
  topic: 'answers off topic',
};

export const evaluatorFace: Face<EvaluatorConfig> = {
  title: 'Evaluator',
  purpose: 'Has a sample of the answers judged after they have gone out, so that a loss of quality is noticed.',
  group: 'guardrails',
  glyph: {
    name: 'magnifying glass',
    paths: ['M11.2 7a4.2 4.2 0 1 1-8.4 0 4.2 4.2 0 0 1 8.4 0z', 'm10.1 10.1 3.5 3.5', 'm5.4 7 1.2 1.2 2.1-2.3'],
  },
  silhouette: 'plain',
  isCallable: true,
  ports: () => [{ id: 'next', label: 'next', required: true }],
  summary: (config) => `judges ${percentText(config.sampleRate)} of the answers by ${plural(config.checks.length, 'check')}`,
  keywords: [
    'evaluation',
    'evals',
    'judge',
    'sample',
    'faithfulness',
    'hallucination',
    'safety',
    'pii',
    'quality',
    'drift',
    'observability',
  ],
};
