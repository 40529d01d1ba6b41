import * as z from 'zod';
import { HEADLINE_FIGURES, isFigureId } from '../compare/index.ts';
import { type JsonSchema, parseText, problemsOf, publish } from '../format/index.ts';
import { fail, ok, type Result } from '../model/index.ts';

/** What a team lets through: `gracefall.config.json`, kept beside its policies and reviewed like them. */

export const GATE_FILE = 'gracefall.config.json';
const FORMAT = 1;

const figureId = z.string().refine(isFigureId, { error: 'there is no such figure; docs/cli.md lists them' });

const limitSchema = z
  .strictObject({
    /** As `compare` names it: `availability`, `p95Ms`, `usdPerRequest`, `capability:chat:p95Ms` … */
    figure: figureId,
    /** Inclusive, in the figure's own unit: shares 0..1, milliseconds, dollars. */
    atLeast: z.number().optional(),
    /** Inclusive, in the figure's own unit. */
    atMost: z.number().optional(),
    /** Id of the scenario under which it holds; under every one when absent. */
    scenario: z.string().min(1).max(200).optional(),
  })
  .refine(({ atLeast, atMost }) => atLeast !== undefined || atMost !== undefined, { error: 'a limit needs atLeast or atMost' });
export type Limit = z.infer<typeof limitSchema>;

const gateSchema = z.strictObject({
  /** Scenarios that every change is rehearsed under: names, or files from the folder of this file. */
  scenarios: z.array(z.string().min(1).max(500)).max(50).default([]),
  limits: z.array(limitSchema).max(200).default([]),
  /** Figures that may not get worse on evidence, corrected for how many they are. */
  notWorse: z
    .array(figureId)
    .max(100)
    .default([...HEADLINE_FIGURES]),
  /** Findings of severity error that the base does not have. */
  newErrors: z.enum(['refuse', 'allow']).default('refuse'),
  /** People who must have approved exactly this version. */
  approvals: z.number().int().min(0).max(20).default(0),
});
export type Gate = z.infer<typeof gateSchema>;

const fileSchema = z.strictObject({ format: z.literal(FORMAT), gate: gateSchema });

/** Where a workspace says nothing: no headline figure gets worse, no new errors. */
export const DEFAULT_GATE: Gate = gateSchema.parse({});

/** Never throws on any text. The error is a sentence with the place. */
export function readGate(text: string): Result<Gate, string> {
  const parsed = parseText(text);
  if (!parsed.ok) return fail(parsed.error.message);
  const read = fileSchema.safeParse(parsed.value);
  if (read.success) return ok(read.data.gate);
  const problems = problemsOf(read.error.issues, parsed.value).map(({ message }) => message);
  return fail(`${problems.join(' ')} The gate was not read, so nothing was judged; correct the file.`);
}

export const gateJsonSchema = (): JsonSchema =>
  publish(fileSchema, 'Gracefall workspace', 'What a team lets through, gracefall.config.json');
