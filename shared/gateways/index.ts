export { dialects, gateways } from './all.ts';
export type { Dialect, Difference, Rewritten } from './dialect.ts';
export { FIDELITIES, type Fidelity, fidelityOf, type NodeFidelity } from './fidelity.ts';
export { fidelityFile, isFidelityFile, type NamedFile, namedFiles } from './fidelity-file.ts';
export type { Exported, ExportedFile, ExportOptions, Gateway, Sha256Of } from './gateway.ts';
export { exportNative } from './native/index.ts';
export { NATIVE_EXPORT, type NativeExport, nativeExportSchema, nativeJsonSchema } from './native/schema.ts';
export { verifyNative } from './native/verify.ts';
export { GRACEFALL_VERSION } from './version.ts';
