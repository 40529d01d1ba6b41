import type { Command } from './command.ts';

/** Several commands as one step of the history; each sees what the ones before it left. */
export const together = (commands: readonly Command[], label: string): Command => ({
  label,
  apply: (document) => commands.reduce((after, command) => command.apply(after), document),
});
