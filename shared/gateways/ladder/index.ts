export * from './conditions.ts';
export * from './gateway.ts';
export * from './ladder.ts';
export * from './rules.ts';
export * from './settle.ts';
