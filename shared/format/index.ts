export { canonicalJson, indentedJson } from './canonical-json.ts';
export { comparisonHashText, readComparison, readShard, writeComparison, writeShard } from './comparison.ts';
export { problemsOf } from './issue-sentence.ts';
export { type JsonSchema, jsonSchemas, publish } from './json-schemas.ts';
export { locate, placeOf, scanJson } from './json-text.ts';
export { canonicalPolicy, type OpenedPolicy, policyHashText, readPolicy, writePolicy } from './policy.ts';
export { parseText, type ReadError } from './read-error.ts';
export { hashedText, readRun, writeRun } from './run.ts';
export { readScenario, writeScenario } from './scenario.ts';
