import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { readPolicy, readScenario, writePolicy, writeScenario } from '../../shared/format/index.ts';
import { exportNative } from '../../shared/gateways/index.ts';
import { lint } from '../../shared/lint/index.ts';
import { sources } from '../architecture/sources.ts';

const policies = sources(/^policies\/[^/]+\/[^/]+\.policy\.json$/);
const scenarios = sources(/^policies\/[^/]+\/scenarios\/[^/]+\.scenario\.json$/);

/** The published schema, read back from its file: what another program would check with. */
const published = (name: string): z.ZodType =>
  z.fromJSONSchema(JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'schema', `${name}.schema.json`), 'utf8')));

const opened = (text: string) => {
  const read = readPolicy(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value.document;
};

test('there are shipped policies to look at', () => {
  expect(policies.length).toBeGreaterThanOrEqual(3);
});

test.each(policies)('$path is canonical, so that saving it unchanged changes no byte', ({ text }) => {
  expect(writePolicy(opened(text))).toBe(text);
});

test.each(policies)('$path has nothing that stops an export', ({ text }) => {
  expect(lint(opened(text).policy).filter(({ severity }) => severity === 'error')).toEqual([]);
});

test.each(policies)('$path and its export fit the published schemas', ({ text }) => {
  expect(published('policy').safeParse(JSON.parse(text)).error).toBeUndefined();
  const exported = exportNative(opened(text).policy, () => '0'.repeat(64));
  expect(exported.ok && published('native-export').safeParse(JSON.parse(exported.value)).error).toBeUndefined();
});

test('the published schema refuses what the reader refuses', () => {
  const document = JSON.parse(policies[0]?.text ?? '{}');
  const node = document.policy.nodes.find((candidate: { kind: string }) => candidate.kind === 'breaker') ?? document.policy.nodes[0];
  node.config = { ...node.config, nonsense: 1 };
  expect(published('policy').safeParse(document).success).toBe(false);
  expect(readPolicy(JSON.stringify(document)).ok).toBe(false);
});

test.each(scenarios)('$path is canonical and fits the published schema', ({ text }) => {
  const read = readScenario(text);
  if (!read.ok) throw new Error(read.error.message);
  expect(writeScenario(read.value)).toBe(text);
  expect(published('scenario').safeParse(JSON.parse(text)).error).toBeUndefined();
});
