import { announce } from './announce.ts';
import { app } from './app.ts';
import { canvas } from './canvas.ts';
import { commands } from './commands.ts';
import { design } from './design.ts';
import { exports } from './export.ts';
import { figures } from './figures.ts';
import { files } from './files.ts';
import { gatewayImport } from './gateway-import.ts';
import { history } from './history.ts';
import { inspector } from './inspector.ts';
import { jump } from './jump.ts';
import { knobs } from './knobs.ts';
import { merge } from './merge.ts';
import { outline } from './outline.ts';
import { parts } from './parts.ts';
import { pictures } from './pictures.ts';
import { problems } from './problems.ts';
import { providers } from './providers.ts';
import { rehearsal } from './rehearsal.ts';
import { rehearse } from './rehearse.ts';
import { results } from './results.ts';
import { review } from './review.ts';
import { routes } from './routes.ts';
import { runs } from './runs.ts';
import { scenarioEditor } from './scenario-editor.ts';
import { scenarios } from './scenarios.ts';
import { settings } from './settings.ts';
import { start } from './start.ts';
import { text } from './text.ts';
import { tiers } from './tiers.ts';
import { traffic } from './traffic.ts';
import { trafficRoom } from './traffic-room.ts';
import { walk } from './walk.ts';
import { welcome } from './welcome.ts';

export {
  axisClock,
  bucketText,
  cellText,
  chosenTimeText,
  clockText,
  countText,
  exactUsdText,
  figureText,
  groupedDigits,
  latencyText,
  plainText,
  rateText,
  shareText,
  shortCountText,
  sizeText,
  spanText,
  usdText,
} from './figure-text.ts';
export {
  dayOfIsoText,
  dayText,
  enumerated,
  LOCALE,
  listText,
  momentText,
  nearDayText,
  oneOfText,
  plural,
  TIME_ZONES,
  timeText,
  unbroken,
} from './locale.ts';

/** Every text that a person reads in the window, by area, so that a translation has one place to be. */
export const words = {
  announce,
  app,
  canvas,
  commands,
  design,
  exports,
  figures,
  files,
  gatewayImport,
  history,
  inspector,
  jump,
  knobs,
  merge,
  outline,
  parts,
  pictures,
  problems,
  providers,
  rehearsal,
  rehearse,
  results,
  review,
  routes,
  runs,
  scenarioEditor,
  scenarios,
  settings,
  start,
  text,
  tiers,
  traffic,
  trafficRoom,
  walk,
  welcome,
} as const;
