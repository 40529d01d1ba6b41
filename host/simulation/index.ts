export { assembleRun } from './assemble-run.ts';
export { bucketMsFor } from './buckets.ts';
export { interval95, tQuantile975 } from './intervals.ts';
export { type Rehearsal, type RehearsalOptions, rehearse } from './rehearse.ts';
export { type RehearsalInput, seedOf } from './replication.ts';
export type { Progress } from './run-in-process.ts';
