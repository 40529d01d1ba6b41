import { expect, test } from 'vitest';
import { sources } from './sources.ts';
import { textsIn } from './texts.ts';

/** Areas of the window whose texts are all in renderer/words; the others are moved one by one and then named here. */
const MOVED = ['export', 'files', 'rehearsal', 'rehearse', 'traffic', 'parts', 'connection', 'main.tsx', 'merge', 'findings', 'settings'];

const isOnlyForTests = (path: string): boolean => /\.test\.tsx?$|(^|\/)fixture\.ts$/.test(path);

test('areas that were moved have no text of their own', () => {
  const written = sources(/\.tsx?$/)
    .filter(({ path }) => MOVED.some((area) => path.startsWith(`renderer/${area}`)) && !isOnlyForTests(path))
    .flatMap(({ path, text }) =>
      textsIn(path, text).map((found) => `${path}:${found.line} writes “${found.text}”; texts live in renderer/words.`),
    );
  expect(written).toEqual([]);
});

test('texts are told from names', () => {
  const found = textsIn(
    'a.tsx',
    "const a = <p title=\"Save it\" className='big card'>Hello {x === 'Enter' ? 'to go there' : 'is-open'}</p>;",
  );
  expect(found.map(({ text }) => text)).toEqual(['Save it', 'Hello', 'to go there']);
});
