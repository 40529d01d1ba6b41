export { type BuiltTraffic, buildTraffic, type TrafficColumns } from './build.ts';
export { generate, type TrafficSpec, trafficSpecSchema } from './generate.ts';
export { type ColumnMapping, detectPreset, type MappingError, mappingFor, type ResolvedMapping } from './mapping.ts';
export { type ReadOutcome, readOutcome, type WrittenOutcome } from './outcome.ts';
export {
  COST_UNITS,
  type CostUnit,
  PRESET_IDS,
  type Preset,
  type PresetId,
  presetOf,
  presets,
  ROLES,
  type Role,
  TIME_UNITS,
  type TimeUnit,
} from './presets.ts';
export { summarise } from './summary.ts';
