export { checkScenario } from './check.ts';
export { FELT_BY } from './check-target.ts';
export { compileScenario, intensityAt } from './compile.ts';
export { strikesNothing } from './idle.ts';
export { library } from './library.ts';
export { applySurges, SURGE_JITTER_MS } from './surge.ts';
export { resolveTargets } from './targets.ts';
