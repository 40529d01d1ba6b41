export { EXAMPLE_SPEC, EXAMPLE_TRAFFIC, generateExample } from './example.ts';
export { type LoadedTraffic, type LoadOptions, loadTraffic, type RejectedRows, trafficFromExample } from './load.ts';
export { previewTraffic, type TrafficPreview } from './preview.ts';
export type { TrafficProblem } from './problem.ts';
export { trafficCsv, writeTraffic } from './write.ts';
