import type { Assumption } from '../../model/index.ts';
import type { NodeKind } from '../kind.ts';
import { durationText, failuresText, numberText, percentText } from '../words.ts';
import { type ModelPlan, modelBehavior, prepareModel } from './behavior.ts';
import { modelCheck } from './check.ts';
import { type ModelConfig, modelDefaults, modelExample, modelSchema, RATE_CLASSES, RATE_KEYS } from './config.ts';
import { modelDescribe } from './describe.ts';
import { modelFace } from './face.ts';
import { modelFields } from './fields.ts';
import guide from './guide.md?raw';

export type { ModelConfig } from './config.ts';

export const model: NodeKind<ModelConfig, ModelPlan, null> = {
  kind: 'model',
  config: { schema: modelSchema, defaults: modelDefaults, example: modelExample },
  fields: modelFields,
  face: modelFace,
  check: modelCheck,
  behavior: modelBehavior,
  prepare: prepareModel,
  assumptions: modelAssumptions,
  describe: modelDescribe,
  guide,
};

function modelAssumptions(config: ModelConfig, name: string): readonly Assumption[] {
  return [
    { subject: name, statement: latencyStatement(config), basis: 'assumed' },
    { subject: name, statement: errorStatement(config), basis: 'assumed' },
  ];
}

function latencyStatement(config: ModelConfig): string {
  const p50 = durationText(config.ttftP50Ms);
  const firstToken = {
    lognormal: `log-normal with P50 ${p50} and P95 ${durationText(config.ttftP95Ms)}`,
    exponential: `exponential with mean ${p50}`,
    constant: `always ${p50}`,
  }[config.latencyShape];
  const writing =
    config.outputTokensPerS === 0 ? 'the answer’s length costs no time' : `it writes ${numberText(config.outputTokensPerS)} tokens/s`;
  return `Time to the first token is ${firstToken}; ${writing}. Load changes neither.`;
}

function errorStatement(config: ModelConfig): string {
  const rates = RATE_KEYS.flatMap((key, index) => {
    const failure = RATE_CLASSES[index];
    return config[key] === 0 || failure === undefined ? [] : [`${failuresText([failure])} ${percentText(config[key])}`];
  });
  return rates.length === 0
    ? 'It has no failures outside incidents and limits.'
    : `Outside incidents calls fail independently of each other: ${rates.join(', ')}.`;
}
