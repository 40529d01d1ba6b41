import { canonicalJson, canonicalPolicy, policyHashText } from '../../format/index.ts';
import { kinds } from '../../kinds/index.ts';
import type { Policy } from '../../model/index.ts';
import type { Sha256Of } from '../gateway.ts';
import { GRACEFALL_VERSION } from '../version.ts';
import { NATIVE_EXPORT, type NativeExport } from './schema.ts';

/**
 * The policy as a gateway reads it: edges folded into the nodes that call, prices and limits beside them, no layout, and no
 * secrets (a policy holds none: keys belong to the gateway). Throws for a policy on which lint reports an error.
 */
export function mapNative(policy: Policy, sha256Of: Sha256Of): NativeExport {
  const { id, name, providers, nodes, edges } = canonicalPolicy(policy);
  const ports = new Map<string, Record<string, string>>(nodes.map((node) => [node.id, {}]));
  for (const edge of edges) {
    const calls = ports.get(edge.from);
    if (calls !== undefined) calls[edge.port] = edge.to;
  }
  const isEntry = (kind: string): boolean => kinds.get(kind)?.face.isCallable === false;
  const file = {
    gracefallExport: NATIVE_EXPORT,
    exportedBy: { name: 'gracefall', version: GRACEFALL_VERSION },
    policy: { id, name, sha256: sha256Of(policyHashText(policy)) },
    entries: nodes
      .filter((node) => isEntry(node.kind))
      .map((node) => {
        const [start] = Object.values(ports.get(node.id) ?? {});
        if (start === undefined) throw new Error(`entry ${node.id} calls nothing`);
        return { id: node.id, kind: node.kind, name: node.name, config: node.config, start };
      }),
    providers,
    nodes: Object.fromEntries(
      nodes
        .filter((node) => !isEntry(node.kind))
        .map((node) => [node.id, { kind: node.kind, name: node.name, config: node.config, ports: ports.get(node.id) ?? {} }]),
    ),
  } as const satisfies Omit<NativeExport, 'sha256'>;
  return { ...file, sha256: sha256Of(canonicalJson(file)) };
}
