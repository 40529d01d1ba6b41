export { Announcer } from './Announcer.tsx';
export { announce, announceStore } from './announce.ts';
export { announceChanges } from './follow.ts';
