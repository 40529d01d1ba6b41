import { figures } from './figures.ts';
import { scenarios } from './scenarios.ts';
import { text } from './text.ts';

/** Every text that a person reads in the window, by area, so that a translation has one place to be. */
export const words = { figures, scenarios, text } as const;
