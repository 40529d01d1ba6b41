export { assembleRun } from './assemble-run.ts';
export { bucketMsFor } from './buckets.ts';
export { type Calibration, type CalibrationEnd, type CalibrationOptions, calibrate } from './calibrate.ts';
export { type Compared, type ComparisonOptions, compare } from './compare.ts';
export type { Progress } from './pool.ts';
export { type FindingOptions, type FoundTraces, findTraces, type Rehearsal, type RehearsalOptions, rehearse } from './rehearse.ts';
export { type RehearsalInput, seedOf } from './replication.ts';
