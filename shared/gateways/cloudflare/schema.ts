import * as z from 'zod';

/**
 * A dynamic route of Cloudflare AI Gateway in the form of its API, as npm `cloudflare` 7.3.0 types it (`resources/ai-gateway/dynamic-routing`). Only what our
 * export writes. The documentation had other names (`rate_limit`, `interval`, `condition`), which those types refuse.
 */

const id = z.string().min(1);
const output = z.strictObject({ elementId: id });
const choice = z.strictObject({ success: output, fallback: output });

const comparison = z.strictObject({
  $eq: z.string().optional(),
  $in: z.array(z.string()).min(1).optional(),
  $gte: z.number().optional(),
  $lt: z.number().optional(),
});

const elementSchema = z.discriminatedUnion('type', [
  z.strictObject({ id, type: z.literal('start'), outputs: z.strictObject({ next: output }) }),
  z.strictObject({
    id,
    type: z.literal('conditional'),
    properties: z.strictObject({
      conditions: z.record(z.string().regex(/^metadata\.[^.]+$/, 'a condition names metadata of one level'), comparison),
    }),
    outputs: z.strictObject({ true: output, false: output }),
  }),
  z.strictObject({
    id,
    type: z.literal('percentage'),
    outputs: z.record(z.string().regex(/^(else|\d+(\.\d+)?%)$/, 'a share is written as “10%”, the rest as “else”'), output),
  }),
  z.strictObject({
    id,
    type: z.literal('rate'),
    properties: z.strictObject({
      key: z.string().regex(/^metadata\.[^.]+$/, 'a limit counts by metadata of one level'),
      /** Requests, or US dollars. */
      limit: z.number().min(0),
      limitType: z.enum(['count', 'cost']),
      /** Seconds. */
      window: z.number().int().min(1),
    }),
    outputs: choice,
  }),
  z.strictObject({
    id,
    type: z.literal('model'),
    properties: z.strictObject({
      provider: z.string().min(1),
      model: z.string().min(1),
      /** Milliseconds until the answer begins. */
      timeout: z.number().int().min(1),
      /** After the first call; the documentation has at most five. */
      retries: z.number().int().min(0).max(5),
    }),
    outputs: choice,
  }),
  z.strictObject({ id, type: z.literal('end'), outputs: z.strictObject({}) }),
]);
export type Element = z.infer<typeof elementSchema>;

export const routeSchema = z.strictObject({ name: z.string().min(1), elements: z.array(elementSchema).min(2) });
export type Route = z.infer<typeof routeSchema>;

/** What is wrong with how the elements hang together, which their types cannot say; one sentence each. */
export function wiringProblems({ elements }: Route): string[] {
  const ids = elements.map((element) => element.id);
  const there = new Set(ids);
  const problems: string[] = [];
  for (const one of there) {
    const count = ids.filter((other) => other === one).length;
    if (count > 1) problems.push(`${count} elements have the id ${one}, so it is not known which of them is meant. Give each its own.`);
  }
  const starts = elements.filter(({ type }) => type === 'start').length;
  if (starts !== 1) problems.push(`The route has ${starts} start elements. It must have one.`);
  for (const { id: from, outputs } of elements) {
    for (const { elementId } of Object.values(outputs)) {
      if (!there.has(elementId)) problems.push(`${from} leads to ${elementId}, which the route does not have. Add the element.`);
    }
  }
  return problems;
}
