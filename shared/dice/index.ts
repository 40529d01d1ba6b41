export * from './threefry.ts';
