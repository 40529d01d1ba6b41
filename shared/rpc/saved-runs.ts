import * as z from 'zod';
import { RUN_FIGURE_IDS } from '../model/index.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A run that a person keeps, as a list tells of it. */
export const savedRunSchema = z.object({
  id: z.string(),
  /** As a person calls it; two may have the same. */
  name: z.string(),
  /** ISO 8601. */
  savedAt: z.string(),
  engineVersion: z.string(),
  seed: z.number(),
  replications: z.number(),
  requests: z.number(),
  policy: z.object({ id: z.string(), name: z.string(), sha256 }),
  traffic: z.object({ label: z.string(), sha256 }),
  scenario: z.object({ id: z.string(), name: z.string(), sha256 }),
  /** Null where the run has nothing to take it from. */
  figures: z.record(z.enum(RUN_FIGURE_IDS), z.number().nullable()),
  /** Of the run: two that are equal are the same run. */
  hash: sha256,
});
export type SavedRun = z.infer<typeof savedRunSchema>;
