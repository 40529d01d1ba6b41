const KEY = 'gracefall.tiers.owner';

/** Who signed last on this computer, for the next signature. Never in the file. */
export const rememberedOwner = (): string => localStorage.getItem(KEY) ?? '';
export const rememberOwner = (owner: string): void => localStorage.setItem(KEY, owner);
