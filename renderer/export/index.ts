export { ExportRoom } from './ExportRoom.tsx';
