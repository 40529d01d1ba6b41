export { DEFAULT_GATE, GATE_FILE, type Gate, gateJsonSchema, type Limit, readGate } from './config.ts';
export { type Check, type GateReport, type GateSubject, judgeGate } from './judge.ts';
export { gateJunit } from './junit.ts';
export { GATE_MARK, gateMarkdown, type MarkdownSubject } from './markdown.ts';
export { gateSarif, type SarifSubject } from './sarif.ts';
