export * from './contract.ts';
export { type SavedRun, savedRunSchema } from './saved-runs.ts';
export { columnMappingSchema, presetSchema } from './traffic-import.ts';
