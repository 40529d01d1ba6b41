import { canonicalJson, parseText, problemsOf } from '../../format/index.ts';
import { kinds } from '../../kinds/index.ts';
import { fail, ok, type Result } from '../../model/index.ts';
import type { Sha256Of } from '../gateway.ts';
import { NATIVE_EXPORT, type NativeExport, nativeExportSchema } from './schema.ts';

/**
 * Reads an exported file and proves it whole: its shape, its checksum, every reference and every kind's config. The errors
 * are sentences, all of them where more than one can be known.
 */
export function verifyNative(text: string, sha256Of: Sha256Of): Result<NativeExport, readonly string[]> {
  const parsed = parseText(text);
  if (!parsed.ok) return fail([parsed.error.message]);
  const raw = parsed.value;
  if (typeof raw !== 'object' || raw === null || !Object.hasOwn(raw, 'gracefallExport')) {
    return fail(['This file is no gateway file of Gracefall: it has no key "gracefallExport". Export the policy again.']);
  }
  const number = (raw as Record<string, unknown>)['gracefallExport'];
  if (typeof number === 'number' && number > NATIVE_EXPORT) {
    return fail([`The file has export format ${number}; this version reads formats up to ${NATIVE_EXPORT}. Update what reads it.`]);
  }
  const file = nativeExportSchema.safeParse(raw);
  if (!file.success) return fail(problemsOf(file.error.issues, raw).map((problem) => problem.message));
  const { sha256, ...rest } = file.data;
  const actual = sha256Of(canonicalJson(rest));
  const problems: string[] = [];
  if (actual !== sha256) {
    problems.push(
      `The file was changed after its export: its contents have the checksum ${actual.slice(0, 12)}…, it names ${sha256.slice(0, 12)}…. Change the policy and export again instead.`,
    );
  }
  problems.push(...wrongReferences(file.data), ...wrongConfigs(file.data));
  return problems.length === 0 ? ok(file.data) : fail(problems);
}

function wrongReferences(file: NativeExport): string[] {
  const calls = [
    ...file.entries.map((entry) => ({ name: entry.name, port: 'start', to: entry.start })),
    ...Object.values(file.nodes).flatMap((node) => Object.entries(node.ports).map(([port, to]) => ({ name: node.name, port, to }))),
  ];
  return calls
    .filter((call) => !Object.hasOwn(file.nodes, call.to))
    .map((call) => `"${call.port}" of ${call.name} calls the node "${call.to}", which the file does not have. Export the policy again.`);
}

function wrongConfigs(file: NativeExport): string[] {
  return [...file.entries, ...Object.values(file.nodes)].flatMap((node) => {
    const kind = kinds.get(node.kind);
    if (kind === undefined) return [`${node.name} is of the kind "${node.kind}", which this version does not know. Update what reads it.`];
    const config = kind.config.schema.safeParse(node.config);
    return config.success
      ? []
      : problemsOf(config.error.issues, node.config, ['config']).map((problem) => `${node.name}: ${problem.message}`);
  });
}
