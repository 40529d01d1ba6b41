import type { HostClient } from './connect.ts';

let current: HostClient | null = null;

/** Said once at start, before anything is drawn. */
export const setClient = (client: HostClient): void => {
  current = client;
};

export function client(): HostClient {
  if (current === null) throw new Error('the host was asked before the connection stood');
  return current;
}
