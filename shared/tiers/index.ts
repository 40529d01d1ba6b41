export * from './board.ts';
export * from './expected.ts';
export * from './last-run.ts';
export * from './sign-off.ts';
