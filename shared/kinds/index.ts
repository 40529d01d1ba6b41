export * from './all.ts';
export * from './call-order.ts';
export * from './compile.ts';
export * from './graph.ts';
export * from './kind.ts';
export * from './preset.ts';
export * from './words.ts';
