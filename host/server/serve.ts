import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import { createHost, type HostOptions } from '../host.ts';
import { rendererFolder as shippedRenderer } from '../installation.ts';
import { createAccess } from './access.ts';
import { readStatic } from './static-files.ts';

export interface ServeOptions extends Omit<HostOptions, 'shell' | 'capabilities'> {
  /** 0 = any free one. */
  readonly port?: number;
  readonly rendererFolder?: string;
  /** Absolute path of a file that the page opens first. */
  readonly open?: string;
}

export interface Served {
  /** Holds the token of this start: whoever has it may use the app. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** A saved policy of 64 MiB and its envelope. */
const LARGEST_MESSAGE_BYTES = 80 * 1024 * 1024;

/**
 * The browser shell: the built renderer and the host's contract on 127.0.0.1, for the person who has the address. Rejects
 * when the port is taken (`EADDRINUSE`).
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const { port: wantedPort = 0, rendererFolder = shippedRenderer, open, ...hostOptions } = options;
  const host = await createHost({ ...hostOptions, shell: 'browser' });
  if (open !== undefined) await host.allowPath(open);
  let port = 0;
  const access = createAccess(() => port);

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      (hostOptions.log ?? console.error)(`A page could not be served: ${error instanceof Error ? error.message : String(error)}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refuse = (status: number, sentence: string): void => {
      response.writeHead(status, { ...securityHeaders(port), 'content-type': 'text/plain; charset=utf-8' }).end(`${sentence}\n`);
    };
    const refusal = access.refusalOf(request);
    if (refusal !== undefined) return refuse(403, refusal);
    if (request.method === 'POST' && request.url?.startsWith('/dropped?')) return receive(request, response, refuse);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'This server only serves pages.');
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (!access.hasCookie(request)) {
      if (!access.hasQueryToken(url)) {
        return refuse(
          401,
          'This address lacks the token of this start of Gracefall. Use the whole address that was printed when it started.',
        );
      }
      // The token leaves the address bar, and with it history, screenshots and copied links.
      url.searchParams.delete('token');
      response
        .writeHead(303, { ...securityHeaders(port), 'set-cookie': access.cookieHeader, location: `${url.pathname}${url.search}` })
        .end();
      return;
    }
    const file = await readStatic(rendererFolder, url.pathname);
    if (file === undefined) return refuse(404, 'There is nothing at this address.');
    response.writeHead(200, { ...securityHeaders(port), 'content-type': file.type, 'content-length': file.bytes.length });
    response.end(request.method === 'HEAD' ? undefined : file.bytes);
  }

  /** A file dropped on the page, as the whole body. The page waits for the answer: where the copy is, or a sentence. */
  async function receive(
    request: IncomingMessage,
    response: ServerResponse,
    refuse: (status: number, sentence: string) => void,
  ): Promise<void> {
    // A browser sends Origin with every POST; without it this is no page of ours.
    if (request.headers.origin === undefined || !access.hasCookie(request))
      return refuse(401, 'Only a page of this start of Gracefall may send files.');
    const sizeBytes = Number(request.headers['content-length'] ?? Number.NaN);
    const name = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('name') ?? '';
    if (!Number.isSafeInteger(sizeBytes)) return refuse(411, 'A file is received only with its size.');
    const stop = new AbortController();
    request.once('close', () => !request.complete && stop.abort(new Error('the page stopped sending')));
    let answer: Awaited<ReturnType<typeof host.receiveDropped>>;
    try {
      answer = await host.receiveDropped(name, request, sizeBytes, stop.signal);
    } catch (error) {
      // Given up by the page: nobody waits for an answer.
      if (stop.signal.aborted) return;
      throw error;
    }
    // What was refused may still be on its way and is not read to its end.
    const headers = { ...securityHeaders(port), 'content-type': 'application/json', ...(!answer.ok && { connection: 'close' }) };
    response.writeHead(answer.ok ? 200 : 422, headers).end(JSON.stringify(answer));
  }

  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE_BYTES });
  const rpc = new RPCHandler(host.router);
  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    // A browser always sends Origin when it opens a WebSocket; whoever sends none is no page and must show the token itself.
    const mayEnter = access.hasQueryToken(url) || (request.headers.origin !== undefined && access.hasCookie(request));
    const status =
      access.refusalOf(request) !== undefined
        ? '403 Forbidden'
        : url.pathname !== '/rpc'
          ? '404 Not Found'
          : mayEnter
            ? undefined
            : '401 Unauthorized';
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => void rpc.upgrade(webSocket));
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wantedPort, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;
  const query = new URLSearchParams({ token: access.token, ...(open !== undefined && { open }) });
  return {
    url: `http://127.0.0.1:${port}/?${query}`,
    port,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        server.close(() => void host.close().then(resolve));
        server.closeAllConnections();
      }),
  };
}

/** The same policy as in the desktop shell. React Flow positions with inline styles, hence 'unsafe-inline' for styles alone. */
function securityHeaders(port: number): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'self'",
      "script-src 'self'",
      "worker-src 'self' blob:",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self' data:",
      `connect-src 'self' ws://127.0.0.1:${port} ws://localhost:${port}`,
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}
