export { type Gateway, type GatewayOptions, startGateway } from './gateway.ts';
export { type MockScript, type MockUpstream, mockScriptSchema, startMockUpstream } from './mock-upstream.ts';
export { type SpanSink, spansTo } from './spans.ts';
export { type Named, type ReachableUpstream, readUpstreams, type Upstreams, upstreamsSchema, type Webhook } from './upstreams.ts';
