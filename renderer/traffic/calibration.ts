import type { HostClient } from '../connection/index.ts';

type Events = Awaited<ReturnType<HostClient['traffic']['calibrate']>>;
type Each = Events extends AsyncIterable<infer Event> ? Event : never;

/** What was fitted to a log, and how the fits did. */
export type Calibration = Extract<Each, { kind: 'calibrated' }>['calibration'];
