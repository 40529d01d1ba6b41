export { ExportRoom } from './ExportRoom.tsx';
export { copyServeCommand } from './serve-command.ts';
