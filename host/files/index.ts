export { type Boundary, createBoundary, isInside, realPathOf } from './boundary.ts';
export { type FileSystem, nodeFileSystem } from './file-system.ts';
export { listFolder } from './list.ts';
export { LARGEST_TEXT_BYTES, openText } from './open.ts';
export { type Problem, problem, readProblem, systemCode, writeProblem } from './problem.ts';
export { type Saved, type SaveRequest, saveBytes, saveText } from './save.ts';
export { sha256Of } from './sha256.ts';
export { watchFile } from './watch.ts';
export { writeAtomic } from './write-atomic.ts';
