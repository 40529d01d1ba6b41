import { createStore, useStore } from 'zustand';

/** Keys of each command as this machine writes them, for buttons and tips of every room. Filled in by the list of commands. */
export const shownKeysStore = createStore<{ readonly byCommand: Readonly<Record<string, string>> }>(() => ({ byCommand: {} }));

/** Undefined while the command has no keys. */
export const useShownKeys = (commandId: string): string | undefined => useStore(shownKeysStore, ({ byCommand }) => byCommand[commandId]);
