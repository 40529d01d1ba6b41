export { lookForRuns, saveRun } from './library.ts';
export { RunLibrary } from './RunLibrary.tsx';
