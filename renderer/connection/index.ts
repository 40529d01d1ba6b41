export { type Connection, connect, type HostClient } from './connect.ts';
export { client, setClient } from './current.ts';
