import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

/**
 * The renderer is served under a scheme of its own and not from file://, so that it has one origin, a content security
 * policy from the header, and no way to name any other file of the machine.
 */
export const SCHEME = 'gracefall';
export const ORIGIN = `${SCHEME}://app`;

export const SCHEME_PRIVILEGES = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
};

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/** Answers a request of the renderer out of its own folder; 404 for anything else, whatever the path says. */
export async function answerFrom(folder: string, url: string, contentSecurityPolicy: string): Promise<Response> {
  const notFound = new Response('not found', { status: 404 });
  const { host, pathname } = new URL(url);
  if (host !== 'app') return notFound;
  let name: string;
  try {
    name = decodeURIComponent(pathname);
  } catch {
    return notFound;
  }
  const path = normalize(join(folder, name === '/' ? 'index.html' : name));
  const contentType = CONTENT_TYPES[extname(path)];
  if (!path.startsWith(folder + sep) || contentType === undefined) return notFound;
  try {
    return new Response(new Uint8Array(await readFile(path)), {
      headers: { 'content-type': contentType, 'content-security-policy': contentSecurityPolicy, 'x-content-type-options': 'nosniff' },
    });
  } catch {
    return notFound;
  }
}
