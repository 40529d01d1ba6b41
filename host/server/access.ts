import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Who may talk to the loopback server. Any page in the user's browser can send requests to 127.0.0.1, so three things are
 * asked of each: the Host we gave out (else a foreign name was pointed at this address: DNS rebinding), an Origin of ours
 * where the browser sends one, and the token of this start.
 */

const COOKIE = 'gracefall';

export interface Access {
  readonly token: string;
  /** The reason for refusing, or undefined. */
  refusalOf(request: IncomingMessage): string | undefined;
  /** Is the token in the cookie? */
  hasCookie(request: IncomingMessage): boolean;
  /** Is the token in the address? */
  hasQueryToken(url: URL): boolean;
  readonly cookieHeader: string;
}

/** `port` is asked at each request: it is known only once the server listens. */
export function createAccess(port: () => number): Access {
  const token = randomBytes(32).toString('base64url');
  // Cookies do not tell ports apart: without the port in its name a second instance would log the first one out.
  const cookieName = (): string => `${COOKIE}-${port()}`;
  const isToken = (value: string | null | undefined): boolean => {
    const given = Buffer.from(value ?? '');
    const wanted = Buffer.from(token);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  };
  return {
    token,
    refusalOf({ headers }) {
      const hosts = [`127.0.0.1:${port()}`, `localhost:${port()}`];
      if (!hosts.includes(headers.host ?? '')) return 'This server answers only to 127.0.0.1 and localhost.';
      const { origin } = headers;
      if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`)) return 'This server answers only to its own pages.';
      const site = headers['sec-fetch-site'];
      // `none` is the address bar; `same-origin` our own page. A link on a foreign page is `cross-site` and may lead in only with the token.
      if (site !== undefined && site !== 'none' && site !== 'same-origin' && headers['sec-fetch-mode'] !== 'navigate') {
        return 'This server answers only to its own pages.';
      }
      return undefined;
    },
    hasCookie: ({ headers }) =>
      (headers.cookie ?? '').split(';').some((pair) => {
        const [name, value] = pair.trim().split('=');
        return name === cookieName() && isToken(value);
      }),
    hasQueryToken: (url) => isToken(url.searchParams.get('token')),
    get cookieHeader() {
      return `${cookieName()}=${token}; HttpOnly; SameSite=Strict; Path=/`;
    },
  };
}
