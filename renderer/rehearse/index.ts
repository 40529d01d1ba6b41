export { findRequests, searchedBasis, shownTraces } from './find-requests.ts';
export type { Names } from './names.ts';
export { RehearseRoom } from './RehearseRoom.tsx';
export { saveTraces } from './save-traces.ts';
export { slaOf } from './sla.ts';
export { TraceWaterfall } from './TraceWaterfall.tsx';
export { outcomeWords } from './trace-view.ts';
