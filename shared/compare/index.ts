export { assembleComparison } from './assemble.ts';
export { fieldValue, numericFields, withField, withFields } from './field.ts';
export { comparedFigures, fixedFigureIds, HEADLINE_FIGURES, isFigureId } from './figures.ts';
export { interval95, pairedInterval95, tQuantile975 } from './intervals.ts';
export { assembleShard, mergeShards, type NamedShard } from './merge.ts';
export { paretoFront } from './pareto.ts';
export { mostReplications, type PlannedRun, plannedRuns, runKey, shardRuns, tableOf } from './plan.ts';
export { isPrecise, looks } from './stopping.ts';
export { type Axis, type DrawnVariant, gridVariants, labelOf, MOST_VARIANTS, oneAtATimeVariants, parseAxes } from './vary.ts';
