export { type AppCommand, commandOf, commands, runCommandById } from './all.ts';
export { CommandPalette } from './CommandPalette.tsx';
export { keyText, listenForKeys } from './keys.ts';
