/** How the interface looks on this device. Remembered here, never part of a document. */
export interface Appearance {
  readonly theme: ThemeChoice;
  readonly contrast: ContrastChoice;
  readonly density: Density;
  /** Size of the interface against the drawn one, 0.8 to 1.5. The drawing has a zoom of its own. */
  readonly interfaceZoom: number;
}
/** Light, dark, or as the system has it. */
export type ThemeChoice = 'system' | 'light' | 'dark';
/** High, normal, or as the system asks for. */
export type ContrastChoice = 'system' | 'normal' | 'high';
export type Density = 'comfortable' | 'compact';

/** Sizes that the interface can have. */
export const INTERFACE_ZOOMS = [0.8, 0.9, 1, 1.1, 1.25, 1.5] as const;

const systemIsDark = () => window.matchMedia('(prefers-color-scheme: dark)');
const systemWantsContrast = () => window.matchMedia('(prefers-contrast: more)');

export const isDark = ({ theme }: Pick<Appearance, 'theme'>): boolean => theme === 'dark' || (theme === 'system' && systemIsDark().matches);
export const isHighContrast = ({ contrast }: Pick<Appearance, 'contrast'>): boolean =>
  contrast === 'high' || (contrast === 'system' && systemWantsContrast().matches);

export function applyAppearance(appearance: Appearance): void {
  const root = document.documentElement;
  root.classList.toggle('dark', isDark(appearance));
  root.classList.toggle('contrast', isHighContrast(appearance));
  root.classList.toggle('compact', appearance.density === 'compact');
  root.style.setProperty('--zoom', String(appearance.interfaceZoom));
}

/** Keeps `system` true while the page is open. */
export function followSystem(current: () => Appearance): void {
  for (const query of [systemIsDark(), systemWantsContrast()]) query.addEventListener('change', () => applyAppearance(current()));
}
