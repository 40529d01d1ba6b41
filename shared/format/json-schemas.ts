import * as z from 'zod';
import { kinds } from '../kinds/index.ts';
import {
  comparisonSchema,
  comparisonShardSchema,
  documentSchema,
  nodeSchema,
  policySchema,
  runResultSchema,
  scenarioDocumentSchema,
} from '../model/index.ts';

export type JsonSchema = Record<string, unknown>;

/** What a file may hold, for editors and other programs. Keys with a default may be left out; the canonical writer writes them all. */
export function jsonSchemas(): Readonly<Record<'policy' | 'scenario' | 'run' | 'comparison' | 'shard', JsonSchema>> {
  const nodes = [...kinds.values()].map((kind) =>
    nodeSchema
      .extend({ kind: z.literal(kind.kind), config: kind.config.schema })
      .meta({ title: kind.face.title, description: kind.face.purpose }),
  );
  const node = z.union(nodes as [(typeof nodes)[number], ...typeof nodes]);
  const policy = documentSchema.extend({ policy: policySchema.extend({ nodes: z.array(node) }) });
  return {
    policy: publish(policy, 'Gracefall policy', 'A policy document, *.policy.json'),
    scenario: publish(scenarioDocumentSchema, 'Gracefall scenario', 'What goes wrong, when and where, *.scenario.json'),
    run: publish(runResultSchema, 'Gracefall run result', 'What a rehearsal found, *.run.json'),
    comparison: publish(comparisonSchema, 'Gracefall comparison', 'What differs between variants of a policy, *.comparison.json'),
    shard: publish(comparisonShardSchema, 'Gracefall shard', 'One machine’s part of a comparison, *.shard.json'),
  };
}

/** Draft 2020-12, of what may be read. */
export const publish = (schema: z.ZodType, title: string, description: string): JsonSchema =>
  ({ ...z.toJSONSchema(schema.meta({ title, description }), { io: 'input', target: 'draft-2020-12' }) }) as JsonSchema;
