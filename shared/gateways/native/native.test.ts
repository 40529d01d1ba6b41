import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { sampleDocument } from '../../../test/sample-document.ts';
import { canonicalJson, policyHashText } from '../../format/index.ts';
import type { Policy } from '../../model/index.ts';
import { exportNative, GRACEFALL_VERSION, gateways, verifyNative } from '../index.ts';

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
const policy = (): Policy => structuredClone(sampleDocument().policy);
const exported = (subject: Policy): string => {
  const result = exportNative(subject, sha256Of);
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join('\n'));
  return result.value;
};
/** The exported file with a change, under a checksum that fits it: what a careful hand would forge. */
const forged = (change: (file: Record<string, any>) => void): string => {
  const { sha256: _, ...file } = JSON.parse(exported(policy()));
  change(file);
  return JSON.stringify({ ...file, sha256: sha256Of(canonicalJson(file)) });
};
const problems = (text: string): readonly string[] => {
  const verified = verifyNative(text, sha256Of);
  return verified.ok ? [] : verified.error;
};

test('the file says where requests start, who calls whom and what everything costs', () => {
  const file = JSON.parse(exported(policy()));
  expect(file).toMatchObject({
    gracefallExport: 1,
    exportedBy: { name: 'gracefall', version: GRACEFALL_VERSION },
    policy: { id: 'sample', name: 'Sample', sha256: sha256Of(policyHashText(policy())) },
    entries: [{ id: 'entry', name: 'Support', start: 'fallback', config: { slaP95Ms: 8000 } }],
    providers: [{ id: 'openai', models: [{ name: 'gpt-4o', inputUsdPerMTok: 2.5 }] }],
    nodes: {
      fallback: { kind: 'fallback', ports: { t1: 'breaker', t2: 'template' } },
      breaker: { config: { failureCount: 5 }, ports: { next: 'model' } },
    },
  });
  expect(file).not.toHaveProperty('layout');
});

test('the same policy gives the same bytes, in whatever order it was drawn', () => {
  const reordered = policy();
  reordered.nodes.reverse();
  reordered.edges.reverse();
  expect(exported(reordered)).toBe(exported(policy()));
});

test('an exported file verifies', () => {
  expect(problems(exported(policy()))).toEqual([]);
  expect(gateways.get('native')?.verify(exported(policy()), sha256Of)).toEqual([]);
});

test('while errors stand nothing is exported, and all of them are told', () => {
  const broken = policy();
  broken.edges.splice(2, 2);
  const result = exportNative(broken, sha256Of);
  expect(result.ok ? [] : result.error.map(({ rule }) => rule)).toEqual(['graph/port-not-connected', 'graph/port-not-connected']);
});

test('warnings do not stop an export', () => {
  const unreached = policy();
  unreached.nodes.push({ id: 'lost', kind: 'template', name: 'Lost', config: { text: 'x' } });
  expect(problems(exported(unreached))).toEqual([]);
});

test.each([
  ['{', 'Line 1, column 2'],
  ['{"format": 1}', 'no gateway file of Gracefall'],
  ['{"gracefallExport": 2}', 'export format 2; this version reads formats up to 1'],
  [exported(policy()).replace('"failureCount": 5', '"failureCount": 50'), 'changed after its export'],
  [forged((file) => (file['nodes'].breaker.ports.next = 'gone')), '"next" of OpenAI breaker calls the node "gone"'],
  [forged((file) => (file['entries'][0].start = 'gone')), '"start" of Support calls the node "gone"'],
  [forged((file) => (file['nodes'].breaker.config.failureCount = 0)), 'OpenAI breaker: failureCount is 0; it must be at least 1.'],
  [forged((file) => (file['nodes'].breaker.kind = 'teleport')), 'of the kind "teleport"'],
  [forged((file) => (file['apiKey'] = 'sk')), 'does not know: "apiKey"'],
  [forged((file) => delete file['providers']), 'providers is missing'],
])('a file that is not whole is told apart: %#', (text, sentence) => {
  expect(problems(text)).toEqual([expect.stringContaining(sentence)]);
});

test('the version in exports is the version of the package', () => {
  expect(GRACEFALL_VERSION).toBe(packageJson.version);
});
