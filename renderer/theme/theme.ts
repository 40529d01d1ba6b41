/** Light, dark, or as the system has it. Remembered on this device; never part of a document. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'gracefall.theme';
const systemIsDark = () => window.matchMedia('(prefers-color-scheme: dark)');

export function rememberedTheme(): ThemeChoice {
  const stored = localStorage.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export const isDark = (choice: ThemeChoice): boolean => choice === 'dark' || (choice === 'system' && systemIsDark().matches);

export function applyTheme(choice: ThemeChoice): void {
  if (choice === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
  document.documentElement.classList.toggle('dark', isDark(choice));
}

/** Keeps `system` true while the page is open. */
export function followSystemTheme(current: () => ThemeChoice): void {
  systemIsDark().addEventListener('change', () => applyTheme(current()));
}
