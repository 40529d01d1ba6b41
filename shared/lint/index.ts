export { expectedTraffic, type TrafficFigures, trafficFigures } from './expected-traffic.ts';
export { hasErrors, type LintReport, lint, lintReport } from './lint.ts';
export { rules } from './rules/all.ts';
export { canSilence, isSilencedBy, type SilencedFinding } from './silence.ts';
