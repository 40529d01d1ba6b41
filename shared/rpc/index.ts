export * from './contract.ts';
export { columnMappingSchema, presetSchema } from './traffic-import.ts';
