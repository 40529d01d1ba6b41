export * from './behavior.ts';
export { EngineFault } from './fault.ts';
export { RequestTable } from './request-table.ts';
export { createRun, ENGINE_VERSION, type Run, type RunFigures, type SoFar } from './run.ts';
export { DDSketch, SKETCH_ACCURACY, type SketchData } from './sketch.ts';
export { StationState } from './station.ts';
export { GOT_SLOT } from './traces.ts';
