export * from './behavior.ts';
