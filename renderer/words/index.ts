import { figures } from './figures.ts';
import { inspector } from './inspector.ts';
import { pictures } from './pictures.ts';
import { problems } from './problems.ts';
import { routes } from './routes.ts';
import { scenarios } from './scenarios.ts';
import { text } from './text.ts';
import { tiers } from './tiers.ts';

/** Every text that a person reads in the window, by area, so that a translation has one place to be. */
export const words = { figures, inspector, pictures, problems, routes, scenarios, text, tiers } as const;
