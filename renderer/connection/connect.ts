import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import type { GracefallContract } from '../../shared/rpc/index.ts';
import { words } from '../words/index.ts';

export type HostClient = ContractRouterClient<GracefallContract>;

export interface Connection {
  readonly client: HostClient;
  /** Called once when the host is gone; nothing can be saved or run after that until the page is loaded again. */
  onLost(listener: () => void): void;
}

declare global {
  interface Window {
    /** There in the desktop shell only; see electron/preload.ts. */
    readonly gracefallShell?: { connect(): void; setMenu?(model: unknown): void; allowDropped?(file: File): Promise<string | null> };
  }
}

/** Rejects with a sentence when no host answers. */
export const connect = (): Promise<Connection> =>
  window.gracefallShell === undefined ? connectSocket() : connectPort(window.gracefallShell);

function connectPort(shell: { connect(): void }): Promise<Connection> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent): void => {
      const port = event.ports[0];
      if (event.source !== window || event.data?.type !== 'gracefall-port' || port === undefined) return;
      window.removeEventListener('message', receive);
      port.start();
      // A MessagePort says nothing when its other end dies; in the desktop shell that end is this window's own process tree.
      resolve({ client: createORPCClient(new PortLink({ port })), onLost: () => {} });
    };
    window.addEventListener('message', receive);
    shell.connect();
  });
}

function connectSocket(): Promise<Connection> {
  const address = new URL('/rpc', window.location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  address.search = '';
  address.hash = '';
  const websocket = new WebSocket(address);
  return new Promise((resolve, reject) => {
    websocket.addEventListener('open', () =>
      resolve({
        client: createORPCClient(new SocketLink({ websocket })),
        onLost: (listener) => websocket.addEventListener('close', listener, { once: true }),
      }),
    );
    websocket.addEventListener('error', () => reject(new Error(words.app.noServer)));
  });
}
