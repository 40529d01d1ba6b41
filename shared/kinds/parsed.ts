import type { PolicyNode } from '../model/index.ts';
import type { NodeKind } from './kind.ts';

type Schema = NodeKind['config']['schema'];
type Parsed = ReturnType<Schema['safeParse']>;

const known = new WeakMap<Schema, WeakMap<PolicyNode['config'], Parsed>>();

/**
 * A node's config as its kind reads it. Parsed once for each config object: documents share what a command did not touch, and every rule of lint and every
 * bound asks about every node again after each stroke. Nobody may change a config, or what this returns, in place.
 */
export function parsedConfig(kind: NodeKind, node: PolicyNode): Parsed {
  const { schema } = kind.config;
  let ofSchema = known.get(schema);
  if (ofSchema === undefined) {
    ofSchema = new WeakMap();
    known.set(schema, ofSchema);
  }
  let parsed = ofSchema.get(node.config);
  if (parsed === undefined) {
    parsed = schema.safeParse(node.config);
    ofSchema.set(node.config, parsed);
  }
  return parsed;
}
