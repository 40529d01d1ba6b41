// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are code
import { parseSync } from 'vite';
import { expect, test } from 'vitest';
import { sources } from './sources.ts';
import { textsIn } from './texts.ts';

const isOfWindow = (path: string): boolean =>
  path.startsWith('renderer/') && !path.startsWith('renderer/words/') && !/\.test\.tsx?$|\/fixture\.ts$/.test(path);

// It parses every file of the window, which takes its time on a busy machine.
test('every text that a person reads in the window is in renderer/words', { timeout: 30_000 }, () => {
  const written = sources(/\.tsx?$/)
    .filter(({ path }) => isOfWindow(path))
    .flatMap(({ path, text }) =>
      textsIn(path, text).map((found) => `${path}:${found.line} writes “${found.text}”; texts live in renderer/words.`),
    );
  expect(written).toEqual([]);
});

test('numbers and days are written in one place', () => {
  const elsewhere = sources(/\.tsx?$/)
    .filter(({ path, text }) => isOfWindow(path) && /\bIntl\.|\.toLocale(?:Date|Time)?String\(/.test(text))
    .map(({ path }) => `${path} formats by the language itself; renderer/words does that for everybody.`);
  expect(elsewhere).toEqual([]);
});

test('no text of the table shouts, and none has the apostrophe or the dots of a typewriter', () => {
  const refused = sources(/^renderer\/words\/[a-z-]+\.ts$/).flatMap(({ path, text: code }) => {
    const texts: string[] = [];
    JSON.stringify(parseSync(path, code).program, (_, node) => {
      const text = node?.type === 'Literal' ? node.value : node?.type === 'TemplateElement' ? node.value.raw : undefined;
      if (typeof text === 'string') texts.push(text);
      return node;
    });
    return texts.filter((text) => /\p{L}!|\p{L}'\p{L}|\p{L}\.\.\./u.test(text)).map((text) => `${path} writes “${text}”.`);
  });
  expect(refused).toEqual([]);
});

const textsOf = (code: string): string[] => textsIn('a.tsx', code).map(({ text }) => text);

test('texts are told from names', () => {
  expect(
    textsOf("const a = <p title=\"Save it\" className='big card'>Hello {x === 'Enter' ? 'to go there' : 'is-open'}</p>;").sort(),
  ).toEqual(['Hello', 'Save it', 'is-open', 'to go there']);
  expect(textsOf("const keys = ['Enter', 'Shift']; box.querySelector('input, textarea'); run(move(), `move ${id}`);")).toEqual([]);
  expect(textsOf("throw new Error('no such node'); import a from 'some place';")).toEqual([]);
});

test('a short text counts where a person reads it', () => {
  expect(textsOf('const a = <button aria-label={isOn ? `pause` : words.play}>{n} ms</button>;').sort()).toEqual(['ms', 'pause']);
  expect(textsOf("const row = { label: 'next', value: 'next' };")).toEqual(['next']);
});

test('pieces of sentences are texts', () => {
  expect(textsOf("const a = names.join(' and ') + `${count} failed`;").sort()).toEqual(['and', '… failed']);
  expect(textsOf('const path = `${root}/data/${name}.json`; const size = `${x}px ${y}px`;')).toEqual([]);
});
