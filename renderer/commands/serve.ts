import { copyServeCommand } from '../export/index.ts';
import { words } from '../words/index.ts';
import { type AppCommand, isOpen } from './command.ts';

export const serveCommands: readonly AppCommand[] = [
  {
    id: 'serve.copyCommand',
    label: () => words.exports.serve.command,
    group: 'File',
    isEnabled: isOpen,
    run: () => void copyServeCommand(),
  },
];
