import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { dialects, gateways } from '../../shared/gateways/index.ts';
import { lint } from '../../shared/lint/index.ts';
import { anyProvider, CASES, drawnTree, PROVIDERS, policyOf } from './random-policy.ts';

const anyPolicy = fc
  .tuple(drawnTree(), ...PROVIDERS.map(anyProvider))
  .map(([root, ...providers]) => policyOf(root, providers))
  .filter((policy) => policy !== undefined);
const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

test.each([...gateways.values()])(
  '$id: whatever is drawn is exported whole or refused in sentences, and every node is spoken of',
  (gateway) => {
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        const exported = gateway.export(policy, { sha256Of, protections: 'leave-out' });
        if (!exported.ok) {
          expect(exported.error.length).toBeGreaterThan(0);
          for (const { severity, message } of exported.error) expect([severity, message]).toEqual(['error', expect.stringMatching(/\.$/)]);
          return;
        }
        const { files, fidelity, findings } = exported.value;
        for (const { text } of files) expect(gateway.verify(text, sha256Of)).toEqual([]);
        expect(fidelity.map(({ nodeId }) => nodeId).sort()).toEqual(policy.nodes.map(({ id }) => id).sort());
        for (const one of fidelity) expect(one.fidelity === 'exact').toBe(one.sentences.length === 0);
        expect(findings.every(({ severity }) => severity !== 'error')).toBe(true);
        // The same bytes for the same policy, in whatever order it was drawn.
        const reordered = { ...policy, nodes: [...policy.nodes].reverse(), edges: [...policy.edges].reverse() };
        const again = gateway.export(reordered, { sha256Of, protections: 'leave-out' });
        expect(again.ok && again.value.files.map(({ text }) => text).sort()).toEqual(files.map(({ text }) => text).sort());
      }),
      { numRuns: CASES },
    );
  },
);

test.each([...dialects.values()])('$id: what it makes of any policy without errors has none', (dialect) => {
  fc.assert(
    fc.property(anyPolicy, (policy) => {
      fc.pre(lint(policy).every(({ severity }) => severity !== 'error'));
      expect(lint(dialect.rewrite(policy).policy).filter(({ severity }) => severity === 'error')).toEqual([]);
    }),
    { numRuns: CASES },
  );
});
