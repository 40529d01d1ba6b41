import type { NodeKind } from '../kind.ts';
import { durationText } from '../words.ts';
import { prepareTemplate, type TemplatePlan, templateBehavior } from './behavior.ts';
import { templateBounds } from './bounds.ts';
import { templateCheck } from './check.ts';
import { type TemplateConfig, templateDefaults, templateExample, templateSchema } from './config.ts';
import { templateDescribe } from './describe.ts';
import { templateFace } from './face.ts';
import { templateFields } from './fields.ts';
import guide from './guide.md?raw';

export type { TemplateConfig } from './config.ts';

export const template: NodeKind<TemplateConfig, TemplatePlan, null> = {
  kind: 'template',
  config: { schema: templateSchema, defaults: templateDefaults, example: templateExample },
  fields: templateFields,
  face: templateFace,
  check: templateCheck,
  behavior: templateBehavior,
  prepare: prepareTemplate,
  assumptions: () => [],
  describe: templateDescribe,
  bounds: templateBounds,
  answers: ({ tier, text, latencyMs }) => ({
    tier,
    by: 'a fixed text',
    text,
    successRate: null,
    p95Ms: latencyMs,
    usd: 0,
    basis: [`A fixed text is there after ${durationText(latencyMs)}, costs nothing and cannot fail.`],
  }),
  guide,
};
