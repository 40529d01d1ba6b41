export * from './conditions.ts';
export * from './contract.ts';
export { isOfACall } from './decision.ts';
export * from './gateway.ts';
export { rewriteAsLadders } from './ladder.ts';
export * from './rules.ts';
export * from './settle.ts';
