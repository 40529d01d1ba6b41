import { rateAssumption } from '../guardrail.ts';
import type { NodeKind } from '../kind.ts';
import { type OutputGuardPlan, outputGuardBehavior, prepareOutputGuard } from './behavior.ts';
import { outputGuardBounds } from './bounds.ts';
import { outputGuardCheck } from './check.ts';
import {
  FLAW_OF_CHECK,
  type OutputCheck,
  type OutputGuardConfig,
  outputGuardDefaults,
  outputGuardExample,
  outputGuardSchema,
} from './config.ts';
import { outputGuardDescribe } from './describe.ts';
import { FOUND, outputGuardFace } from './face.ts';
import { outputGuardFields } from './fields.ts';
import guide from './guide.md?raw';

export type { OutputCheck, OutputGuardConfig } from './config.ts';

export const outputGuard: NodeKind<OutputGuardConfig, OutputGuardPlan, null> = {
  kind: 'output-guard',
  config: { schema: outputGuardSchema, defaults: outputGuardDefaults, example: outputGuardExample },
  fields: outputGuardFields,
  face: outputGuardFace,
  check: outputGuardCheck,
  behavior: outputGuardBehavior,
  prepare: prepareOutputGuard,
  assumptions: (config, name) => [
    rateAssumption(config, name, `${BAD_ANSWERS[config.check]}, unless a model, an agent or a guard below says so of its own answers`),
  ],
  describe: outputGuardDescribe,
  bounds: outputGuardBounds,
  flaws: (config) => (config.prevalence > 0 ? FLAW_OF_CHECK[config.check] : 0),
  defence: (config) => ({ layer: 'output', looksFor: FOUND[config.check], stops: config.action !== 'flag' }),
  guide,
};

const BAD_ANSWERS: Readonly<Record<OutputCheck, string>> = {
  hallucination: 'answers are hallucinations',
  'personal-data-leak': 'answers leak personal data',
  'business-rules': 'answers break a business rule',
  'topic-boundary': 'answers are off topic',
};
