export { useImport } from './ask.ts';
export { ImportDialog } from './ImportDialog.tsx';
export { importConfigFile, openConfigsToo, showConfig, showIfConfig } from './import.ts';
