export { RehearseRoom } from './RehearseRoom.tsx';
