import * as z from 'zod';
import { type JsonSchema, publish } from '../../format/index.ts';
import { kinds, type NodeKind } from '../../kinds/index.ts';
import { idSchema, providerSchema } from '../../model/index.ts';

/** Raised when a reader of the older number could misunderstand the file. */
export const NATIVE_EXPORT = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a sha256 is 64 lower-case hexadecimal digits');
const ports = z.record(z.string(), idSchema);

const nodeShape = {
  kind: z.string().min(1),
  name: z.string().min(1),
  /** Every field of the kind, defaults written out. */
  config: z.record(z.string(), z.unknown()),
  /** Port → node that it calls. */
  ports,
};

const fileShape = {
  gracefallExport: z.literal(NATIVE_EXPORT),
  exportedBy: z.strictObject({ name: z.literal('gracefall'), version: z.string().min(1) }),
  /** sha256 of the policy's canonical JSON without its layout: equal to the one in run results of the same policy. */
  policy: z.strictObject({ id: idSchema, name: z.string().min(1), sha256 }),
  /** Where requests come in. */
  entries: z
    .array(
      z.strictObject({
        id: idSchema,
        kind: z.string().min(1),
        name: z.string().min(1),
        /** The promise made to callers, as the entry's kind holds it. */
        config: z.record(z.string(), z.unknown()),
        /** Node that receives the request. */
        start: idSchema,
      }),
    )
    .min(1),
  providers: z.array(providerSchema),
  /** By id, entries apart. */
  nodes: z.record(idSchema, z.strictObject(nodeShape)),
  /** sha256 of this file's canonical JSON (keys sorted, no spaces) without this field. */
  sha256,
};

export const nativeExportSchema = z.strictObject(fileShape);
export type NativeExport = z.infer<typeof nativeExportSchema>;

/** JSON Schema of the file, with the config of every kind spelled out. */
export function nativeJsonSchema(): JsonSchema {
  const all = [...kinds.values()];
  const callable = all.filter((kind) => kind.face.isCallable).map((kind) => z.strictObject({ ...nodeShape, ...kindAndConfig(kind) }));
  const entries = all
    .filter((kind) => !kind.face.isCallable)
    .map((kind) => z.strictObject({ id: idSchema, ...kindAndConfig(kind), name: z.string().min(1), start: idSchema }));
  const schema = z.strictObject({ ...fileShape, entries: z.array(oneOf(entries)).min(1), nodes: z.record(idSchema, oneOf(callable)) });
  return publish(schema, 'Gracefall native gateway file', 'A validated policy, ready to be executed by a gateway');
}

const kindAndConfig = (kind: NodeKind) => ({ kind: z.literal(kind.kind), config: kind.config.schema });

const oneOf = (schemas: readonly z.ZodType[]): z.ZodType => z.union(schemas as [z.ZodType, ...z.ZodType[]]);
