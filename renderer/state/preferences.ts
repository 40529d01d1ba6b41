import * as z from 'zod';
import { createStore, useStore } from 'zustand';

/** A key stroke as commands write it: `Mod+Shift+Z`, modifiers in this order; Mod is ⌘ on a Mac and Ctrl elsewhere. */
export const strokeSchema = z.string().regex(/^(?:Ctrl\+)?(?:Mod\+)?(?:Alt\+)?(?:Shift\+)?(?:[^\s+]|[A-Z][A-Za-z0-9]{1,15})$/);

/** Entry by entry, so that one that cannot be read does not take the others with it. */
const strokesByCommand = z
  .record(z.string().max(80), z.unknown())
  .catch({})
  .transform((entries) =>
    Object.fromEntries(
      Object.entries(entries).flatMap(([id, value]) => {
        const strokes = z.array(strokeSchema).max(4).safeParse(value);
        return strokes.success ? [[id, strokes.data] as const] : [];
      }),
    ),
  );

const preferencesSchema = z
  .object({
    theme: z.enum(['system', 'light', 'dark']).catch('system'),
    contrast: z.enum(['system', 'normal', 'high']).catch('system'),
    density: z.enum(['comfortable', 'compact']).catch('comfortable'),
    /** Ratio, 0.8 to 1.5. */
    interfaceZoom: z.number().min(0.8).max(1.5).catch(1),
    /** Strokes that a person gave a command instead of its own; an empty list = none at all. */
    keys: strokesByCommand,
    /** Ids of commands run from the palette, latest first. */
    recentCommands: z.array(z.string().max(80)).max(8).catch([]),
    /** The tour was taken or left, so it does not begin by itself. */
    isTourDone: z.boolean().catch(false),
  })
  .catch({
    theme: 'system',
    contrast: 'system',
    density: 'comfortable',
    interfaceZoom: 1,
    keys: {},
    recentCommands: [],
    isTourDone: false,
  });

/** What a person set on this device. Kept in the browser's storage; what cannot be read there counts as not set. */
export type Preferences = Readonly<z.infer<typeof preferencesSchema>>;

export interface PreferencesState extends Preferences {
  set(patch: Partial<Preferences>): void;
}

const KEY = 'gracefall.preferences';

export function readPreferences(text: string | null): Preferences {
  let stored: unknown = {};
  try {
    stored = JSON.parse(text ?? '{}');
  } catch {
    // Not ours, or cut off: as if nothing had been set.
  }
  return preferencesSchema.parse(stored);
}

/** `storage`: null where there is none; what is set then lasts until the page is closed. */
export const createPreferencesStore = (storage: Pick<Storage, 'getItem' | 'setItem'> | null) =>
  createStore<PreferencesState>((set, get) => ({
    ...readPreferences(storage?.getItem(KEY) ?? null),
    set: (patch) => {
      set(patch);
      const { set: _, ...preferences } = get();
      try {
        storage?.setItem(KEY, JSON.stringify(preferences));
      } catch {
        // Full or forbidden: what was set holds for this window, which is all that can be done.
      }
    },
  }));

export const preferencesStore = createPreferencesStore(typeof localStorage === 'undefined' ? null : localStorage);
export const usePreferences = <T>(selector: (state: PreferencesState) => T): T => useStore(preferencesStore, selector);

/** What is set in one window holds in the others. */
export function followPreferences(): void {
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key === KEY) preferencesStore.setState(readPreferences(newValue));
  });
}
