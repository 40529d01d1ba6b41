export { RehearseRoom, type RehearseRoomProps } from './RehearseRoom.tsx';
