export { chooseLog } from './choose-log.ts';
export { TrafficDialog } from './TrafficDialog.tsx';
export { TrafficRoom } from './TrafficRoom.tsx';
