import { expect, test } from 'vitest';
import { gateways } from '../../shared/gateways/index.ts';
import { importsOf } from './imports.ts';
import { sources } from './sources.ts';

const code = sources(/^(?:shared|host|cli|renderer|electron)\/.*\.tsx?$/).filter(({ path }) => !/\.test\.tsx?$/.test(path));
const folders = new Set(code.flatMap(({ path }) => /^shared\/gateways\/([^/]+)\/index\.ts$/.exec(path)?.[1] ?? []));
// The native file is the product's own and has more to it than being a target.
const targets = [...gateways.keys()].filter((id) => id !== 'native');

test('each target is a folder of its name, or a flavour in the folder that its name begins with', () => {
  const isAtHome = (id: string): boolean => folders.has(id) || [...folders].some((folder) => id.startsWith(`${folder}-`));
  expect(targets.filter((id) => !isAtHome(id))).toEqual([]);
});

test('only the registry and other targets import a target', () => {
  const importers = code.flatMap(({ path, text }) => {
    if (path === 'shared/gateways/all.ts') return [];
    const own = /^shared\/gateways\/([^/]+)\//.exec(path)?.[1] ?? '';
    if (gateways.has(own)) return [];
    return importsOf(text)
      .filter((from) =>
        targets.some((id) => from.includes(`gateways/${id}/`) || (path.startsWith('shared/gateways/') && from.startsWith(`./${id}/`))),
      )
      .map((from) => `${path} imports ${from}`);
  });
  expect(importers).toEqual([]);
});

test('no code outside a target asks whether it is the one', () => {
  const named = code.flatMap(({ path, text }) =>
    /^shared\/gateways\/[^/]+\//.test(path)
      ? []
      : targets.filter((id) => new RegExp(`[!=]== '${id}'`).test(text)).map((id) => `${path} asks for ${id}`),
  );
  expect(named).toEqual([]);
});
