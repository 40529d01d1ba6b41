export { type AppCommand, commandOf, commands, runCommandById } from './all.ts';
export { CommandPalette } from './CommandPalette.tsx';
export { commandForStroke, keyText, listenForKeys } from './keys.ts';
