import type { NodeKind } from '../kind.ts';
import { type EntryPlan, entryBehavior, prepareEntry } from './behavior.ts';
import { entryBounds } from './bounds.ts';
import { entryCheck } from './check.ts';
import { type EntryConfig, entryDefaults, entryExample, entrySchema } from './config.ts';
import { entryDescribe } from './describe.ts';
import { entryFace } from './face.ts';
import { entryFields } from './fields.ts';
import guide from './guide.md?raw';

export type { EntryConfig } from './config.ts';

export const entry: NodeKind<EntryConfig, EntryPlan, null> = {
  kind: 'entry',
  config: { schema: entrySchema, defaults: entryDefaults, example: entryExample },
  fields: entryFields,
  face: entryFace,
  check: entryCheck,
  behavior: entryBehavior,
  prepare: prepareEntry,
  // What is owed is a decision, not an assumption.
  assumptions: () => [],
  describe: entryDescribe,
  bounds: entryBounds,
  guide,
};
