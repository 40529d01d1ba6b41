/** No page can tell whether a screen reader listens, so a person says so, once a device. */
const KEY = 'gracefall.screenReader';

export const rememberedScreenReader = (): boolean => localStorage.getItem(KEY) === 'on';

export function rememberScreenReader(isOn: boolean): void {
  if (isOn) localStorage.setItem(KEY, 'on');
  else localStorage.removeItem(KEY);
}
