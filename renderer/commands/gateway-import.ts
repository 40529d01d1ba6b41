import { importConfigFile } from '../gateway-import/index.ts';
import { words } from '../words/index.ts';
import { type AppCommand, always } from './command.ts';

export const gatewayImportCommands: readonly AppCommand[] = [
  {
    id: 'file.importConfig',
    label: () => words.gatewayImport.command,
    group: 'File',
    isEnabled: always,
    run: () => void importConfigFile(),
  },
];
