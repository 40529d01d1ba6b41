import type { PolicyDocument } from '../model/index.ts';
import type { Command } from './command.ts';

/** Several commands as one step of the history; each sees what the ones before it left. */
export const together = <Document = PolicyDocument>(commands: readonly Command<Document>[], label: string): Command<Document> => ({
  label,
  apply: (document) => commands.reduce((after, command) => command.apply(after), document),
});
