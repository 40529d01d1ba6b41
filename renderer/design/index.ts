export { DesignRoom } from './DesignRoom.tsx';
