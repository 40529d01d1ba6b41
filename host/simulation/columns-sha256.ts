import { createHash } from 'node:crypto';
import type { Traffic } from '../../shared/model/index.ts';

/**
 * sha256 over what the engine reads of a traffic, in a fixed order. Two readings of one log with other columns differ in it. Bytes are
 * hashed as they lie in memory, which is little-endian on every machine that Node runs on but s390x.
 */
export function columnsSha256(traffic: Traffic): string {
  const known = hashes.get(traffic);
  if (known !== undefined) return known;
  const made = hashColumns(traffic);
  hashes.set(traffic, made);
  return made;
}

/** Traffic never changes once it is read, and ten million rows take longer to hash than a small run takes. */
const hashes = new WeakMap<Traffic, string>();

function hashColumns(traffic: Traffic): string {
  const hash = createHash('sha256');
  const column = (name: string, values: ArrayBufferView | null | undefined): void => {
    hash.update(`\n${name} ${values ? values.byteLength : 'none'}\n`);
    if (values) hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  };
  column('arrivalMs', traffic.arrivalMs);
  column('inputTokens', traffic.inputTokens);
  column('outputTokens', traffic.outputTokens);
  column('complexity', traffic.complexity);
  column('luckKey', traffic.luckKey);
  column('user', traffic.user);
  hash.update(JSON.stringify(traffic.users));
  for (const key of Object.keys(traffic.metadata).sort()) {
    const { codes, values } = traffic.metadata[key]!;
    column(JSON.stringify(key), codes);
    hash.update(JSON.stringify(values));
  }
  return hash.digest('hex');
}
