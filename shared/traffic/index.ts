export { type BuiltTraffic, buildTraffic, type TrafficColumns } from './build.ts';
export { generate, type TrafficSpec, trafficSpecSchema } from './generate.ts';
export { type ColumnMapping, detectPreset, type MappingError, mappingFor, type ResolvedMapping } from './mapping.ts';
export { type Preset, type PresetId, presetOf, presets, type TimeUnit } from './presets.ts';
export { summarise } from './summary.ts';
