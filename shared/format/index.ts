export { canonicalJson } from './canonical-json.ts';
export { type JsonSchema, jsonSchemas, publish } from './json-schemas.ts';
export { canonicalPolicy, type OpenedPolicy, readPolicy, writePolicy } from './policy.ts';
export { parseText, type ReadError } from './read-error.ts';
export { hashedText, readRun, writeRun } from './run.ts';
export { readScenario, writeScenario } from './scenario.ts';
