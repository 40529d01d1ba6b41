import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPolicy } from '../../shared/format/index.ts';
import { fidelityFile, gateways } from '../../shared/gateways/index.ts';
import { sources } from '../architecture/sources.ts';

/** Every shipped policy for every foreign target, as files to be reviewed. After a wanted change: `npm run goldens`. */
const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
const policies = sources(/^policies\/[^/]+\/[^/]+\.policy\.json$/);
const targets = [...gateways.values()].filter(({ id }) => id !== 'native');

test.each(targets.flatMap((gateway) => policies.map((file) => ({ gateway, file, target: gateway.id, path: file.path }))))(
  '$path for $target',
  async ({ gateway, file }) => {
    const read = readPolicy(file.text);
    if (!read.ok) throw new Error(read.error.message);
    const { policy } = read.value.document;
    const exported = gateway.export(policy, { sha256Of, protections: 'leave-out' });
    if (!exported.ok) throw new Error(exported.error.map(({ message }) => message).join('\n'));
    const at = (name: string) => join(import.meta.dirname, 'exports', gateway.id, name);
    for (const { part, text } of exported.value.files) {
      expect(gateway.verify(text, sha256Of)).toEqual([]);
      await expect(text).toMatchFileSnapshot(at(`${policy.id}${part === '' ? '' : `.${part}`}${gateway.fileExtension}`));
    }
    // Without the checksum, which changes with every field that a kind gets.
    const fidelity = fidelityFile(policy, gateway, exported.value, () => '');
    await expect(fidelity).toMatchFileSnapshot(at(`${policy.id}.fidelity.json`));
  },
);
