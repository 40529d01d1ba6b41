import { figures } from './figures.ts';
import { scenarios } from './scenarios.ts';

/** Every text that a person reads in the window, by area, so that a translation has one place to be. */
export const words = { figures, scenarios } as const;
