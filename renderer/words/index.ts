import { canvas } from './canvas.ts';
import { commands } from './commands.ts';
import { figures } from './figures.ts';
import { files } from './files.ts';
import { history } from './history.ts';
import { inspector } from './inspector.ts';
import { jump } from './jump.ts';
import { merge } from './merge.ts';
import { pictures } from './pictures.ts';
import { problems } from './problems.ts';
import { routes } from './routes.ts';
import { scenarios } from './scenarios.ts';
import { settings } from './settings.ts';
import { start } from './start.ts';
import { text } from './text.ts';
import { tiers } from './tiers.ts';

/** Every text that a person reads in the window, by area, so that a translation has one place to be. */
export const words = {
  canvas,
  commands,
  figures,
  files,
  history,
  inspector,
  jump,
  merge,
  pictures,
  problems,
  routes,
  scenarios,
  settings,
  start,
  text,
  tiers,
} as const;
