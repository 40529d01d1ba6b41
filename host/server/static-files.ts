import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { isInside, realPathOf } from '../files/index.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
};

/** A file of the built renderer, or undefined for everything else: other folders, links out of it, unknown types, folders. */
export async function readStatic(rendererFolder: string, pathname: string): Promise<{ bytes: Buffer; type: string } | undefined> {
  let name: string;
  try {
    name = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (name.includes('\0') || name.includes('\\') || name.split('/').includes('..')) return undefined;
  const path = await realPathOf(join(rendererFolder, name === '/' ? 'index.html' : name));
  const type = TYPES[extname(path)];
  if (type === undefined || !isInside(path, await realPathOf(rendererFolder))) return undefined;
  const bytes = await readFile(path).catch(() => undefined);
  return bytes && { bytes, type };
}
