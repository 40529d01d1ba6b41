import { expect, test } from 'vitest';
import { sources } from './sources.ts';

const code = sources(/\.(?:tsx?|mjs)$/);

/** Words for a room that is missing: what is in such a file has no subject. */
const NO_SUBJECT = new Set([
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'manager',
  'managers',
  'service',
  'services',
  'handler',
  'handlers',
]);

test('files and folders are named after their subject', () => {
  const nameless = sources(/\.(?:tsx?|mjs|css|md)$/)
    .map(({ path }) => path)
    .filter((path) => path.split(/[/.-]/).some((word) => NO_SUBJECT.has(word.toLowerCase())));
  expect(nameless.map((path) => `${path} is named after no subject; name it after what it holds.`)).toEqual([]);
});

test('files are kebab-case, components PascalCase', () => {
  const misnamed = code
    .map(({ path }) => path)
    .filter((path) => {
      const name = path.split('/').at(-1) as string;
      const isKebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|spec|config|worker|d))*\.(?:tsx?|mjs)$/.test(name);
      return !isKebab && !/^[A-Z][A-Za-z0-9]*(?:\.test)?\.tsx$/.test(name);
    });
  expect(misnamed).toEqual([]);
});

test('no file has more than 500 lines', () => {
  const long = code.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 })).filter(({ lines }) => lines > 500);
  expect(long.map(({ path, lines }) => `${path} has ${lines} lines; it holds more than one subject.`)).toEqual([]);
});

/** A run is a function of its inputs only if nothing below it can look at a clock, a die or its surroundings. */
const IMPURE =
  /\b(?:Date\.now|new Date|Math\.random|performance\.now|setTimeout|setInterval|queueMicrotask|process\.|console\.|globalThis)/;

test('shared has no clock, no dice of its own and no surroundings', () => {
  const impure = code
    .filter(({ path }) => path.startsWith('shared/') && !path.endsWith('.test.ts'))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => {
        const found = IMPURE.exec(withoutWords(line));
        return found === null ? [] : [`${path}:${index + 1} uses ${found[0]}; time and luck are handed to shared as arguments.`];
      }),
    );
  expect(impure).toEqual([]);
});

/** A line without its strings and comments, which may speak of anything. */
function withoutWords(line: string): string {
  return line.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''").replace(/\/\/.*$|^\s*(?:\/\*|\*).*$/, '');
}

test('no file names a place of the machine it was written on', () => {
  // Put together, so that this file does not name them either.
  const places = ['work', 'root', 'tmp', 'home/[a-z]+'].map((name) => `/${name}/`).join('|');
  const pattern = new RegExp(`(?<![\\w.~$}*)-])(?:${places})`);
  const named = sources(/\.(?:tsx?|mjs|js|md|json|ya?ml|html|css)$/)
    .filter(({ path }) => path !== 'package-lock.json')
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          pattern.test(line) ? [`${path}:${index + 1} names a place of one machine: ${line.trim().slice(0, 120)}`] : [],
        ),
    );
  expect(named).toEqual([]);
});
