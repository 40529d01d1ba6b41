import { rateAssumption } from '../guardrail.ts';
import type { NodeKind } from '../kind.ts';
import { type OutputGuardPlan, outputGuardBehavior, prepareOutputGuard } from './behavior.ts';
import { outputGuardCheck } from './check.ts';
import { type OutputCheck, type OutputGuardConfig, outputGuardDefaults, outputGuardExample, outputGuardSchema } from './config.ts';
import { outputGuardDescribe } from './describe.ts';
import { outputGuardFace } from './face.ts';
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
  assumptions: (config, name) => [rateAssumption(config, name, BAD_ANSWERS[config.check])],
  describe: outputGuardDescribe,
  guide,
};

const BAD_ANSWERS: Readonly<Record<OutputCheck, string>> = {
  hallucination: 'answers are hallucinations',
  'personal-data-leak': 'answers leak personal data',
  'business-rules': 'answers break a business rule',
  'topic-boundary': 'answers are off topic',
};
