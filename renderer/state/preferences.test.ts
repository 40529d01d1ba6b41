import { expect, it } from 'vitest';
import { createPreferencesStore, readPreferences } from './preferences.ts';

const storageWith = (text: string | null) => {
  let kept = text;
  return {
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value;
    },
  };
};

it('keeps what was set for the next start', () => {
  const storage = storageWith(null);
  createPreferencesStore(storage)
    .getState()
    .set({ contrast: 'high', keys: { 'view.fit': ['Mod+J'] } });
  expect(createPreferencesStore(storage).getState()).toMatchObject({ contrast: 'high', keys: { 'view.fit': ['Mod+J'] }, theme: 'system' });
});

it('passes over what cannot be read, and keeps the rest', () => {
  expect(
    readPreferences(
      JSON.stringify({
        theme: 'pink',
        density: 'compact',
        interfaceZoom: 40,
        keys: { 'view.fit': ['Mod+J'], 'view.tidy': ['Mod+'], 'edit.undo': 'Mod+U' },
        recentCommands: [1],
      }),
    ),
  ).toEqual({
    theme: 'system',
    contrast: 'system',
    density: 'compact',
    interfaceZoom: 1,
    keys: { 'view.fit': ['Mod+J'] },
    recentCommands: [],
    isTourDone: false,
  });
});

it.each(['', '{', 'null', '[]', '7'])('starts as if nothing was set when the storage holds %j', (text) => {
  expect(readPreferences(text)).toEqual(readPreferences(null));
});

it('works for the session where nothing can be stored', () => {
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  const store = createPreferencesStore(full);
  store.getState().set({ theme: 'dark' });
  expect(store.getState().theme).toBe('dark');
});
