import { type Exported, type ExportOptions, type Gateway, gateways } from '../../shared/gateways/index.ts';
import type { Finding, Policy, Result } from '../../shared/model/index.ts';

/** Targets in the order in which they are offered. */
export const targets: readonly Gateway[] = [...gateways.values()];

/**
 * The export as the host would write it. The exporter wants its hashes at once and the browser computes them later, so
 * it is asked again until it has been given every hash it asked for: one more time for each hash that holds another.
 */
export async function previewExport(
  gateway: Gateway,
  policy: Policy,
  protections: ExportOptions['protections'],
): Promise<Result<Exported, readonly Finding[]>> {
  const known = new Map<string, string>();
  for (;;) {
    const missing: string[] = [];
    const result = gateway.export(policy, {
      protections,
      sha256Of: (text) => {
        const hash = known.get(text);
        if (hash === undefined) missing.push(text);
        return hash ?? '0'.repeat(64);
      },
    });
    if (!result.ok || missing.length === 0) return result;
    for (const text of missing) known.set(text, await sha256(text));
  }
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
