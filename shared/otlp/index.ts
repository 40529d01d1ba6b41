export { FIRST_REQUEST_AT, otlpTraces, type TracedRun } from './otlp-traces.ts';
