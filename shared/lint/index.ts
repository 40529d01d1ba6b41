export { hasErrors, lint } from './lint.ts';
export { rules } from './rules/all.ts';
