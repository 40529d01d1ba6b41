import { preferencesStore, viewStore } from '../state/index.ts';
import { INTERFACE_ZOOMS, isDark, isHighContrast } from '../theme/theme.ts';
import { words } from '../words/index.ts';
import { type AppCommand, always, isBrowser, isOpen } from './command.ts';

const show = (overlay: 'jump' | 'shortcuts' | 'settings' | 'history') => (): void => viewStore.getState().show({ overlay });
const preferences = () => preferencesStore.getState();
const { set } = preferencesStore.getState();

/** The size beside the present one; undefined at the end of the scale. */
const zoomBeside = (step: 1 | -1): number | undefined => {
  const { interfaceZoom } = preferences();
  return step > 0 ? INTERFACE_ZOOMS.find((zoom) => zoom > interfaceZoom) : INTERFACE_ZOOMS.findLast((zoom) => zoom < interfaceZoom);
};
const zoomBy = (step: 1 | -1): void => {
  const interfaceZoom = zoomBeside(step);
  if (interfaceZoom !== undefined) set({ interfaceZoom });
};

/**
 * What opens a panel of the app itself, and what is set on this device. Mod+= and Mod+- are left to the browser, whose zoom
 * reaches further and is where people look for it; a desktop window has no other, so there they are ours.
 */
export const settingsCommands: readonly AppCommand[] = [
  { id: 'view.jump', label: () => words.commands.jump, group: 'View', keys: ['Mod+P'], isEnabled: isOpen, run: show('jump') },
  {
    id: 'edit.history',
    label: () => words.commands.history,
    group: 'Edit',
    keys: ['Mod+Alt+Z'],
    isEnabled: isOpen,
    run: show('history'),
  },
  { id: 'view.shortcuts', label: () => words.commands.shortcuts, group: 'View', keys: ['?'], isEnabled: always, run: show('shortcuts') },
  { id: 'view.settings', label: () => words.commands.settings, group: 'View', keys: ['Mod+,'], isEnabled: always, run: show('settings') },
  {
    id: 'view.theme',
    label: () => (isDark(preferences()) ? words.commands.toLight : words.commands.toDark),
    group: 'View',
    isEnabled: always,
    run: () => set({ theme: isDark(preferences()) ? 'light' : 'dark' }),
  },
  {
    id: 'view.systemTheme',
    label: () => words.commands.systemTheme,
    group: 'View',
    isEnabled: () => preferences().theme !== 'system',
    whyNot: () => words.commands.isSystemTheme,
    run: () => set({ theme: 'system' }),
  },
  {
    id: 'view.contrast',
    label: () => (isHighContrast(preferences()) ? words.commands.toNormalContrast : words.commands.toHighContrast),
    group: 'View',
    isEnabled: always,
    run: () => set({ contrast: isHighContrast(preferences()) ? 'normal' : 'high' }),
  },
  {
    id: 'view.density',
    label: () => (preferences().density === 'compact' ? words.commands.toComfortable : words.commands.toCompact),
    group: 'View',
    isEnabled: always,
    run: () => set({ density: preferences().density === 'compact' ? 'comfortable' : 'compact' }),
  },
  {
    id: 'view.larger',
    label: () => words.commands.larger,
    group: 'View',
    ...(!isBrowser && { keys: ['Mod+=', 'Mod+Plus'] }),
    isEnabled: () => zoomBeside(1) !== undefined,
    whyNot: () => words.commands.isLargest,
    run: () => zoomBy(1),
  },
  {
    id: 'view.smaller',
    label: () => words.commands.smaller,
    group: 'View',
    ...(!isBrowser && { keys: ['Mod+-'] }),
    isEnabled: () => zoomBeside(-1) !== undefined,
    whyNot: () => words.commands.isSmallest,
    run: () => zoomBy(-1),
  },
  {
    id: 'view.drawnSize',
    label: () => words.commands.drawnSize,
    group: 'View',
    ...(!isBrowser && { keys: ['Mod+0'] }),
    isEnabled: () => preferences().interfaceZoom !== 1,
    whyNot: () => words.commands.isDrawnSize,
    run: () => set({ interfaceZoom: 1 }),
  },
];
