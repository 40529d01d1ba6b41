export { EXAMPLE_SPEC, EXAMPLE_TRAFFIC, generateExample } from './example.ts';
export { type LoadedTraffic, type LoadOptions, loadTraffic, type RejectedRows, trafficFromExample } from './load.ts';
export { availableMemoryBytes, bytesARequest, gigabytes, SHARE_OF_MEMORY } from './memory.ts';
export { outcomesOf, type PreviewReading, previewTraffic, type TrafficPreview } from './preview.ts';
export type { TrafficProblem } from './problem.ts';
export { type RejectsProblem, type RejectsRequest, writeRejects } from './rejects.ts';
export { createTrafficStore, type StoredTraffic, type TrafficStore } from './store.ts';
export { trafficCsv, writeTraffic } from './write.ts';
