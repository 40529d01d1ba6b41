import type { RunResult } from '../model/index.ts';

/** What a back-test reads of a run. */
export type RunFigures = Pick<RunResult, 'requests' | 'latencyMs' | 'outcomes'>;
