import { type Assumption, FLAW_SENTENCES, FLAWS, type FlawSet, flawBit } from '../../model/index.ts';
import { passAll } from '../../reliability/index.ts';
import type { NodeKind } from '../kind.ts';
import { durationText, failuresText, numberText, percentText } from '../words.ts';
import { modelAnswers } from './answers.ts';
import { modelBehavior } from './behavior.ts';
import { modelBounds } from './bounds.ts';
import { modelCheck } from './check.ts';
import { difficultyOf, FLAW_KEYS, type ModelConfig, modelDefaults, modelExample, modelSchema, RATE_CLASSES, RATE_KEYS } from './config.ts';
import { modelDescribe } from './describe.ts';
import { modelFace } from './face.ts';
import { modelFields } from './fields.ts';
import guide from './guide.md?raw';
import { type ModelPlan, prepareModel } from './plan.ts';

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
  flaws: flawsOf,
  bounds: modelBounds,
  answers: modelAnswers,
  guide,
};

/** Of its assumptions, those that a log can be measured for. */
export function measuredStatements(config: unknown): readonly string[] {
  const parsed = modelSchema.safeParse(config);
  return parsed.success ? [latencyStatement(parsed.data), errorStatement(parsed.data)] : [];
}

function modelAssumptions(config: ModelConfig, name: string): readonly Assumption[] {
  return [
    { subject: name, statement: latencyStatement(config), basis: 'assumed' },
    { subject: name, statement: errorStatement(config), basis: 'assumed' },
    { subject: name, statement: qualityStatement(config), basis: 'assumed' },
  ];
}

function flawsOf(config: ModelConfig): FlawSet {
  let flaws: FlawSet = config.successRate < 1 ? flawBit('wrong') : 0;
  for (const flaw of FLAWS) {
    const key = FLAW_KEYS[flaw];
    if (key !== undefined && config[key] > 0) flaws |= flawBit(flaw);
  }
  return flaws;
}

function qualityStatement(config: ModelConfig): string {
  const flaws = FLAWS.flatMap((flaw) => {
    const key = FLAW_KEYS[flaw];
    return key === undefined || config[key] === 0 ? [] : [`${percentText(config[key])}: ${FLAW_SENTENCES[flaw]}`];
  });
  const others = flaws.length === 0 ? '' : ` Flaws of answers, independent of each other: ${flaws.join(' ')}`;
  if (config.successRate === 1) return `Every answer that arrives solves its task.${others}`;
  const difficulty = difficultyOf(config);
  return `It solves ${percentText(config.successRate)} of tasks at the first attempt and ${percentText(passAll(difficulty, 8))} in all of eight attempts; how hard a task is holds for every attempt and every model.${others}`;
}

function latencyStatement(config: ModelConfig): string {
  const p50 = durationText(config.ttftP50Ms);
  const firstToken = {
    lognormal: `log-normal with P50 ${p50} and P95 ${durationText(config.ttftP95Ms)}`,
    exponential: `exponential with mean ${p50}`,
    constant: `always ${p50}`,
    measured: `as measured: P50 ${p50}, P95 ${durationText(config.ttftP95Ms)}, P99 ${durationText(config.ttftP99Ms)}, at most ${durationText(config.ttftMaxMs)}`,
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
  const refusals =
    config.contentPolicyRate === 0
      ? ''
      : ` It refuses ${percentText(config.contentPolicyRate)} of questions, however often they are asked.`;
  return rates.length === 0
    ? `It has no failures outside incidents and limits.${refusals}`
    : `Outside incidents calls fail independently of each other: ${rates.join(', ')}.${refusals}`;
}
