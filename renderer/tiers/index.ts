export { saveBoardPicture } from './save-board.ts';
export { TiersRoom } from './TiersRoom.tsx';
