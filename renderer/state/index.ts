export * from './document.ts';
export * from './findings.ts';
export * from './inputs.ts';
export * from './preferences.ts';
export * from './run.ts';
export * from './shown-keys.ts';
export * from './text-draft.ts';
export * from './view.ts';
