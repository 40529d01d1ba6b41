export { chooseLog } from './choose-log.ts';
export { DropTarget } from './DropTarget.tsx';
export { listenForDroppedFiles } from './dropped-file.ts';
export { TrafficDialog } from './TrafficDialog.tsx';
export { TrafficRoom } from './TrafficRoom.tsx';
