export { type BuiltTraffic, buildingTraffic, buildTraffic, type TrafficColumns } from './build.ts';
export type { Histogram, Quantiles } from './counts.ts';
export { evenly } from './evenly.ts';
export { generate, type TrafficSpec, trafficSpecSchema } from './generate.ts';
export { blocksOf } from './lengthen.ts';
export { type ColumnMapping, detectPreset, type MappingError, mappingFor, type ResolvedMapping } from './mapping.ts';
export { type ReadOutcome, readOutcome, type WrittenOutcome } from './outcome.ts';
export { type Preset, presetOf, presets } from './presets.ts';
export { labelOf, recipeSentence, stepText, withStep } from './recipe.ts';
export { atOnce, part, SLICE_REQUESTS, type Sliced } from './sliced.ts';
export { applyStep, FARTHEST_SHIFT_MS, requestsAfter } from './steps.ts';
export { summarise, summarising } from './summary.ts';
export {
  type Arrivals,
  type Burstiness,
  type Distribution,
  type Outcomes,
  type Part,
  type Parts,
  type TrafficView,
  type Users,
  viewTraffic,
} from './view.ts';
