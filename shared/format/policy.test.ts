import { expect, test } from 'vitest';
import { sampleDocument } from '../../test/sample-document.ts';
import { kinds } from '../kinds/index.ts';
import { policyHashText, readPolicy, writePolicy } from './index.ts';

type Raw = Record<string, any>;
const raw = (change: (document: Raw) => void = () => undefined): Raw => {
  const document = structuredClone(sampleDocument()) as Raw;
  change(document);
  return document;
};
const text = (change?: (document: Raw) => void): string => JSON.stringify(raw(change), null, 2);
const opened = (source: string) => {
  const read = readPolicy(source);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
};
const refused = (source: string) => {
  const read = readPolicy(source);
  if (read.ok) throw new Error('the file was opened');
  return read.error;
};

test('defaults are written out on reading', () => {
  const breaker = opened(text()).document.policy.nodes.find(({ id }) => id === 'breaker');
  expect(breaker?.config).toEqual(kinds.get('breaker')?.config.defaults);
});

test('the canonical text does not depend on the order in which things were drawn', () => {
  const other = text((document) => {
    document['policy'].nodes.reverse();
    document['policy'].edges.reverse();
    document['layout'].nodes = { fallback: { y: 0, x: 200 }, entry: { y: 0, x: 0 } };
  });
  expect(writePolicy(opened(other).document)).toBe(writePolicy(opened(text()).document));
  expect(policyHashText(opened(other).document.policy)).toBe(policyHashText(opened(text()).document.policy));
});

test('edges of one node follow its ports, not the alphabet', () => {
  const source = text((document) => {
    document['policy'].nodes[1].config.tiers = [{ id: 'z1' }, { id: 'a2' }];
    document['policy'].edges[1].port = 'z1';
    document['policy'].edges[2].port = 'a2';
  });
  const written = JSON.parse(writePolicy(opened(source).document));
  expect(written.policy.edges.filter((edge: Raw) => edge['from'] === 'fallback').map((edge: Raw) => edge['port'])).toEqual(['z1', 'a2']);
});

test('a move changes the layout and no line of the policy', () => {
  const before = opened(text()).document;
  const after = { ...before, layout: { ...before.layout, nodes: { ...before.layout.nodes, entry: { x: 9, y: 9 } } } };
  const policyLines = (written: string): string => written.slice(0, written.indexOf('  "layout"'));
  expect(policyLines(writePolicy(after))).toBe(policyLines(writePolicy(before)));
  expect(policyHashText(after.policy)).toBe(policyHashText(before.policy));
});

test('a node of an unknown kind opens read-only and is kept to the last key', () => {
  const config = { z: 1, a: { deep: [1, { y: null }] } };
  const { document, unknownKinds } = opened(
    text((at) => at['policy'].nodes.push({ id: 'crystal-ball', kind: 'crystal-ball', name: 'Hedge', config })),
  );
  expect(unknownKinds).toEqual(['crystal-ball']);
  expect(writePolicy(document)).toContain(JSON.stringify(config, null, 2).replaceAll('\n', '\n        '));
});

test('a newer format is refused with both numbers', () => {
  expect(refused(text((at) => (at['format'] = 7)))).toMatchObject({
    reason: 'newer-format',
    message: expect.stringMatching(/format 7.*up to 3/),
  });
});

test.each([
  ['[]', 'JSON but not a policy'],
  ['{"format": 1}', 'JSON but not a policy'],
  ['{"format": 1, "scenario": {}}', 'This file is a scenario, not a policy'],
  ['{"gracefallExport": 1, "policy": {}}', 'This file is an exported gateway file, not a policy'],
  ['{"format": 1, "engineVersion": "1", "policy": {}, "outcomes": {}}', 'This file is a run result, not a policy'],
  ['{"format": "one", "policy": {}}', 'format of this file is "one"'],
  ['{"format": 0, "policy": {}}', 'format of this file is 0'],
])('%s is no policy, and the sentence says what it is', (source, sentence) => {
  expect(refused(source).message).toContain(sentence);
});

test('a value out of bounds is told with node, field, value, bound and line', () => {
  const source = text((at) => (at['policy'].nodes[2].config = { openForMs: -5 }));
  const error = refused(source);
  const line = source.split('\n').findIndex((candidate) => candidate.includes('-5')) + 1;
  expect(error).toMatchObject({ reason: 'invalid', line });
  expect(error.message).toBe(
    `Line ${line}: Node "OpenAI breaker" (breaker): openForMs is -5; it must be at least 1. The policy was not opened.`,
  );
});

test('a misspelt field is told by its name, and all faults are listed', () => {
  const error = refused(
    text((at) => {
      at['policy'].nodes[2].config = { openForMS: 5 };
      at['policy'].nodes[3].config.tier = 4;
    }),
  );
  expect(error.message).toContain('Node "OpenAI breaker" (breaker): config has a key that this version does not know: "openForMS".');
  expect(error.message).toContain('1 more place is wrong.');
  expect(error.findings?.map(({ path }) => path)).toEqual(['policy.nodes.2.config', 'policy.nodes.3.config.tier']);
});

test('a missing part is told as missing', () => {
  expect(refused(text((at) => delete at['policy'].nodes[0].name)).message).toContain('(entry): name is missing; it must be a text.');
});

test.each([
  [
    'a port connected twice',
    (at: Raw) => at['policy'].edges.push({ from: 'fallback', port: 't1', to: 'model' }),
    'Port "t1" of "Tiers" is connected twice, to "OpenAI breaker" and to "GPT-4o", but a port calls one node.',
  ],
  [
    'two nodes of one id',
    (at: Raw) => at['policy'].nodes.push({ ...at['policy'].nodes[2], name: 'Other' }),
    'The id "breaker" belongs to two nodes, "OpenAI breaker" and "Other"',
  ],
  [
    'two providers of one id',
    (at: Raw) => at['policy'].providers.push({ ...at['policy'].providers[0], name: 'Other' }),
    'The id "openai" belongs to two providers',
  ],
])('%s is refused, since one of the two would be lost', (_, change, sentence) => {
  expect(refused(text(change))).toMatchObject({ reason: 'invalid', message: expect.stringContaining(sentence) });
});

test('a cyclic graph and a dangling edge open: they can be repaired in the app, and lint says how', () => {
  expect(opened(text((at) => (at['policy'].edges[3].to = 'fallback'))).unknownKinds).toEqual([]);
  expect(opened(text((at) => (at['policy'].edges[3].to = 'gone'))).unknownKinds).toEqual([]);
});
