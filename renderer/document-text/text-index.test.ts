import { expect, test } from 'vitest';
import { readPolicy, writePolicy } from '../../shared/format/index.ts';
import { kinds } from '../../shared/kinds/index.ts';
import type { PolicyDocument } from '../../shared/model/index.ts';
import { sampleDocument } from '../../test/sample-document.ts';
import { editorSchema } from './editor-schema.ts';
import { wordsAt } from './field-words.ts';
import { readDraft } from './read-draft.ts';
import { suggestionsAt } from './suggestions.ts';
import { findingPath, indexText, offsetOf, pathAt, thingAt } from './text-index.ts';

const opened = (): PolicyDocument => {
  const read = readPolicy(JSON.stringify(sampleDocument()));
  if (!read.ok) throw new Error(read.error.message);
  return read.value.document;
};
const document = opened();
const text = writePolicy(document);
const index = indexText(text);
/** Offset of the first place where `part` stands after `start`. */
const at = (part: string, start = '"nodes"'): number => text.indexOf(part, text.indexOf(start));
const lineAt = (offset: number): string => text.slice(text.lastIndexOf('\n', offset) + 1, text.indexOf('\n', offset)).trim();

test('a place in the text knows its path, on the key as on the value', () => {
  const path = ['policy', 'nodes', index.nodes.get('breaker'), 'config', 'failureCount'];
  expect(pathAt(index, at('failureCount') + 2)).toEqual(path);
  expect(pathAt(index, at('5,', '"failureCount"'))).toEqual(path);
  expect(pathAt(index, at('"config"') - 3)?.slice(0, 2)).toEqual(['policy', 'nodes']);
});

test('a place in a node or an edge belongs to that node or edge', () => {
  expect(thingAt(index, at('failureCount'))).toEqual({ nodes: ['breaker'], edges: [] });
  expect(thingAt(index, at('"to": "template"', '"edges"') + 4)).toEqual({ nodes: [], edges: ['fallback:t2'] });
  expect(thingAt(index, at('"name"', '"policy"'))).toEqual({ nodes: [], edges: [] });
});

test('a finding stands at its field, its port, its provider, or the name of its node', () => {
  const line = (finding: Parameters<typeof findingPath>[1]): string => lineAt(offsetOf(index, findingPath(index, finding)));
  expect(line({ nodeId: 'breaker', path: ['openForMs'] })).toBe('"openForMs": 30000,');
  expect(line({ nodeId: 'breaker' })).toBe('"name": "OpenAI breaker",');
  expect(line({ nodeId: 'fallback', edgeId: 'fallback:t2' })).toBe('"port": "t2",');
  expect(line({ providerId: 'openai', path: ['providers', 7, 'requestsPerMin'] })).toBe('"requestsPerMin": null,');
  expect(line({})).toBe('"name": "Sample",');
});

test('the hover of a key says what the inspector says of the field', () => {
  const words = wordsAt(index, pathAt(index, at('failureCount')) ?? [], document.policy);
  expect(words).toContain('**Opens after**');
  expect(words).toContain('Failures within the window that open it');
  expect(words).toContain('Default: `5`');
  expect(wordsAt(index, pathAt(index, at('"breaker"', '"kind"')) ?? [], document.policy)).toContain('**Circuit breaker**');
  expect(wordsAt(index, pathAt(index, at('"template"', '"edges"')) ?? [], document.policy)).toContain('Sorry');
});

test('names of other things are offered where they may stand', () => {
  const values = (offset: number) => suggestionsAt(index, offset, document.policy).map(({ value }) => value);
  expect(values(at('"template"', '"edges"') + 1)).toEqual(['fallback', 'breaker', 'model', 'template']);
  expect(values(at('"t2"', '"edges"') + 1)).toEqual(['t1', 't2']);
  expect(values(at('"openai"', '"providerId"') + 1)).toEqual(['openai']);
  expect(values(at('"gpt-4o"', '"providerId"') + 1)).toEqual(['gpt-4o']);
  expect(values(at('"breaker"', '"kind"') + 1)).toEqual([...kinds.keys()]);
});

test('a text that ends in the middle still knows where its last value stands', () => {
  const cut = text.slice(0, at('"template"', '"edges"') + 1);
  expect(suggestionsAt(indexText(cut), cut.length, document.policy).map(({ value }) => value)).toContain('template');
});

test('every field of every kind has its words in the schema of the editor, and every kind is a node ready to be put in', () => {
  const schema = JSON.stringify(editorSchema());
  for (const kind of kinds.values()) {
    expect(schema).toContain(`"kind":"${kind.kind}"`);
    for (const field of kind.fields) expect(schema).toContain(JSON.stringify(`**${field.label}**`).slice(1, -1));
  }
});

test.each([
  ['a value that is none', text.replace('"failureCount": 5', '"failureCount": x'), '"x" stands where a value was expected.'],
  ['a value out of bounds', text.replace('"failureCount": 5', '"failureCount": 0'), 'failureCount is 0'],
  ['an unknown kind', text.replace('"kind": "breaker"', '"kind": "braker"'), 'does not know this kind of node: braker'],
  ['a newer format', text.replace('"format": 3', '"format": 99'), 'This is a policy of format 99'],
  ['no text', '', 'There is no text.'],
])('%s is told in one sentence at its line', (_what, broken, sentence) => {
  const read = readDraft(broken);
  if (read.ok) throw new Error('it was read');
  const [problem] = read.error;
  expect(problem?.sentence).toContain(sentence);
  expect(problem?.sentence).not.toMatch(/was not opened/);
  const changed = broken.split('\n').findIndex((line, i) => line !== text.split('\n')[i]);
  expect(problem?.line).toBe(changed + 1);
});
