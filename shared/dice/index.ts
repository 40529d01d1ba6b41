export { normalQuantile } from './normal.ts';
export * from './threefry.ts';
