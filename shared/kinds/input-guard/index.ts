import type { Assumption } from '../../model/index.ts';
import { rateAssumption } from '../guardrail.ts';
import type { NodeKind } from '../kind.ts';
import { type InputGuardPlan, inputGuardBehavior, prepareInputGuard } from './behavior.ts';
import { inputGuardBounds } from './bounds.ts';
import { inputGuardCheck } from './check.ts';
import { type InputCheck, type InputGuardConfig, inputGuardDefaults, inputGuardExample, inputGuardSchema } from './config.ts';
import { inputGuardDescribe } from './describe.ts';
import { found, inputGuardFace } from './face.ts';
import { inputGuardFields } from './fields.ts';
import guide from './guide.md?raw';

export type { InputCheck, InputGuardConfig } from './config.ts';

export const inputGuard: NodeKind<InputGuardConfig, InputGuardPlan, null> = {
  kind: 'input-guard',
  config: { schema: inputGuardSchema, defaults: inputGuardDefaults, example: inputGuardExample },
  fields: inputGuardFields,
  face: inputGuardFace,
  check: inputGuardCheck,
  behavior: inputGuardBehavior,
  prepare: prepareInputGuard,
  assumptions,
  describe: inputGuardDescribe,
  bounds: inputGuardBounds,
  defence: (config) => ({ layer: 'input', looksFor: found(config), stops: config.action !== 'flag' }),
  guide,
};

const BAD_REQUESTS: Readonly<Record<Exclude<InputCheck, 'context-window'>, string>> = {
  'prompt-injection': 'requests are injections',
  'personal-data': 'requests carry personal data',
  sanitisation: 'requests carry unclean input',
};

/** Counting tokens rests on the recording alone. */
function assumptions(config: InputGuardConfig, name: string): readonly Assumption[] {
  return config.check === 'context-window' ? [] : [rateAssumption(config, name, BAD_REQUESTS[config.check])];
}
