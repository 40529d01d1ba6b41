import type { Assumption } from '../../model/index.ts';
import type { NodeKind } from '../kind.ts';
import { percentText } from '../words.ts';
import { type EvaluatorPlan, evaluatorBehavior, prepareEvaluator } from './behavior.ts';
import { evaluatorBounds } from './bounds.ts';
import { evaluatorCheck } from './check.ts';
import { type EvaluatorConfig, evaluatorDefaults, evaluatorExample, evaluatorSchema } from './config.ts';
import { evaluatorDescribe } from './describe.ts';
import { EVALUATION_WORDS, evaluatorFace } from './face.ts';
import { evaluatorFields } from './fields.ts';
import guide from './guide.md?raw';

export type { EvaluatorConfig } from './config.ts';

export const evaluator: NodeKind<EvaluatorConfig, EvaluatorPlan, null> = {
  kind: 'evaluator',
  config: { schema: evaluatorSchema, defaults: evaluatorDefaults, example: evaluatorExample },
  fields: evaluatorFields,
  face: evaluatorFace,
  check: evaluatorCheck,
  behavior: evaluatorBehavior,
  prepare: prepareEvaluator,
  assumptions,
  describe: evaluatorDescribe,
  bounds: evaluatorBounds,
  defence: (config) => ({
    layer: 'evaluation',
    looksFor: [...new Set(config.checks.map((check) => EVALUATION_WORDS[check.looksAt]))].join(', '),
    stops: false,
  }),
  guide,
};

function assumptions(config: EvaluatorConfig, name: string): readonly Assumption[] {
  return [
    ...config.checks.map(
      (check): Assumption => ({
        subject: name,
        statement:
          `The judge finds ${percentText(check.detectionRate)} of ${EVALUATION_WORDS[check.looksAt]} ` +
          `and takes ${percentText(check.falsePositiveRate)} of the others for one: set by hand, not recorded.`,
        basis: 'assumed',
      }),
    ),
    {
      subject: name,
      statement: 'It can find only what the models, agents, caches and guards below say is wrong with their answers.',
      basis: 'model',
    },
  ];
}
