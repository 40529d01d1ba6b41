export { type Example, findTraffic, readExamples } from './examples.ts';
export { openText, type Problem, saveText, sha256Of, writeAtomic, writeProblem } from './files/index.ts';
export {
  type Gateway,
  type GatewayOptions,
  type MockScript,
  type MockUpstream,
  mockScriptSchema,
  readUpstreams,
  type SpanSink,
  spansTo,
  startGateway,
  startMockUpstream,
  type Upstreams,
} from './gateway/index.ts';
export { createHost, type Host, type HostOptions } from './host.ts';
export { installationFolder, packageVersion, policiesFolder, rendererFolder } from './installation.ts';
export { type Served, type ServeOptions, serve } from './server/index.ts';
export type { Choice, ShellCapabilities } from './shell.ts';
export {
  type Calibration,
  type Compared,
  type ComparisonOptions,
  calibrate,
  compare,
  type FoundTraces,
  findTraces,
  type Progress,
  type Rehearsal,
  type RehearsalOptions,
  rehearse,
} from './simulation/index.ts';
export { type LoadedTraffic, loadTraffic, outcomesOf, trafficCsv, writeRejects } from './traffic/index.ts';
