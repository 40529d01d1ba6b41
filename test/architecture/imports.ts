/** The import rules of docs/architecture.md, as data and one question. Text in, sentences out, so that the rules can be tested too. */

interface Room {
  /** Rooms whose index.ts it may import; '*' = any room of shared. */
  readonly rooms: readonly string[];
  /** May this package be imported (`node:fs`, `zod`, `@scope/name`)? */
  readonly packages: (name: string) => boolean;
}

const only =
  (...names: readonly string[]) =>
  (name: string): boolean =>
    names.includes(name);
const isNode = (name: string): boolean => name.startsWith('node:');
const isOf = (scope: string, name: string): boolean => name === scope || name.startsWith(`${scope}-`) || name.startsWith(`${scope}/`);

const DESKTOP = ['electron', 'electron-updater'];
const isBrowserOnly = (name: string): boolean => isOf('react', name) || isOf('@xyflow', name) || name === 'uplot' || isOf('radix-ui', name);

export const ROOMS: Readonly<Record<string, Room>> = {
  'shared/model': { rooms: [], packages: only('zod') },
  'shared/dice': { rooms: [], packages: only() },
  'shared/engine': { rooms: ['shared/model', 'shared/dice'], packages: only() },
  'shared/scenario': { rooms: ['shared/model', 'shared/dice'], packages: only('zod') },
  'shared/traffic': { rooms: ['shared/model', 'shared/dice'], packages: only('zod') },
  'shared/rpc': { rooms: ['shared/model'], packages: only('zod', '@orpc/contract') },
  'shared/reliability': { rooms: ['shared/model'], packages: only() },
  'shared/kinds': { rooms: ['shared/model', 'shared/dice', 'shared/engine', 'shared/reliability'], packages: only('zod') },
  'shared/lint': { rooms: ['shared/model', 'shared/kinds', 'shared/tiers'], packages: only() },
  'shared/edit': { rooms: ['shared/model', 'shared/kinds'], packages: only() },
  'shared/diff': { rooms: ['shared/model', 'shared/kinds'], packages: only() },
  'shared/format': { rooms: ['shared/model', 'shared/kinds'], packages: only('zod') },
  'shared/compare': { rooms: ['shared/model', 'shared/kinds', 'shared/engine', 'shared/format', 'shared/reliability'], packages: only() },
  'shared/audit': { rooms: ['shared/model', 'shared/format'], packages: only('zod') },
  'shared/gate': { rooms: ['shared/model', 'shared/format', 'shared/compare', 'shared/diff', 'shared/lint'], packages: only('zod') },
  'shared/otlp': { rooms: ['shared/model'], packages: only() },
  'shared/live': { rooms: ['shared/model', 'shared/dice', 'shared/engine', 'shared/kinds'], packages: only() },
  'shared/calibration': { rooms: ['shared/model', 'shared/kinds', 'shared/traffic'], packages: only() },
  'shared/tiers': { rooms: ['shared/model', 'shared/dice', 'shared/kinds'], packages: only() },
  'shared/templates': { rooms: ['shared/model', 'shared/kinds'], packages: only() },
  'shared/gateways': {
    rooms: ['shared/model', 'shared/kinds', 'shared/lint', 'shared/format', 'shared/templates'],
    packages: only('zod', 'yaml'),
  },
  host: { rooms: ['*'], packages: (name) => !isBrowserOnly(name) && !DESKTOP.includes(name) },
  electron: { rooms: ['host', 'shared/rpc'], packages: (name) => !isBrowserOnly(name) },
  cli: { rooms: ['host', '*'], packages: (name) => !isBrowserOnly(name) && !DESKTOP.includes(name) },
  renderer: { rooms: ['*'], packages: (name) => !isNode(name) && !DESKTOP.includes(name) && !isOf('@duckdb', name) },
};

/** The one folder that knows the graph library. */
const CANVAS = 'renderer/canvas/';

/** Room of a file; undefined for what lies in none. */
export function roomOf(path: string): string | undefined {
  const [first, second] = path.split('/');
  const room = first === 'shared' ? `${first}/${second}` : first;
  return room !== undefined && Object.hasOwn(ROOMS, room) ? room : undefined;
}

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);

/** Modules that a source imports or re-exports, types too. Comments are passed over where they begin a line. */
export function importsOf(source: string): string[] {
  const code = source.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/^\s*\/\/.*$/gm, '');
  return [
    ...code.matchAll(/^\s*(?:import|export)\s[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm),
    ...code.matchAll(/^\s*import\s*['"]([^'"]+)['"]/gm),
    ...code.matchAll(/\bimport\s*\(\s*['"]([^'"]+)['"]/g),
  ].map((match) => match[1] as string);
}

/** Each broken rule as a sentence. `path` is relative to the project, with forward slashes. */
export function importViolations(path: string, source: string): string[] {
  const inScripts = path.startsWith('scripts/');
  const room = roomOf(path);
  if (room === undefined && !inScripts) return [];
  return importsOf(source).flatMap((specifier) => {
    const sentence = inScripts ? scriptViolation(path, specifier) : roomViolation(path, room as string, specifier);
    return sentence === undefined ? [] : [`${path} imports ${specifier}: ${sentence}`];
  });
}

function scriptViolation(path: string, specifier: string): string | undefined {
  const target = specifier.startsWith('.') ? roomOf(resolve(path, specifier)) : undefined;
  return target === undefined ? undefined : `scripts run before anything is installed or built, so they import nothing from ${target}.`;
}

function roomViolation(path: string, room: string, specifier: string): string | undefined {
  const rules = ROOMS[room] as Room;
  if (!specifier.startsWith('.')) {
    const name = packageName(specifier);
    if (isTest(path)) return undefined;
    if (isOf('@xyflow', name) && room === 'renderer' && !path.startsWith(CANVAS)) {
      return `only ${CANVAS} knows the graph library, so that it can be replaced there.`;
    }
    if (rules.packages(name)) return undefined;
    return room.startsWith('shared/') ? `${room} is pure and uses no package but those in the table.` : `${room} must not use ${name}.`;
  }
  const target = resolve(path, specifier.replace(/\?\w+$/, ''));
  if (/^[^/]+\.json$/.test(target))
    return room.startsWith('shared/') && !isTest(path) ? 'shared reads no files of the project root.' : undefined;
  const targetRoom = roomOf(target);
  if (targetRoom === room) return /\.\w+$/.test(target) ? undefined : 'a relative import carries its file extension.';
  if (targetRoom === undefined) return isTest(path) ? undefined : 'it lies in no room; see docs/architecture.md.';
  if (target !== `${targetRoom}/index.ts`) return `across rooms only ${targetRoom}/index.ts is imported.`;
  if (isTest(path)) return undefined;
  const mayImport = rules.rooms.includes(targetRoom) || (rules.rooms.includes('*') && targetRoom.startsWith('shared/'));
  if (mayImport) return undefined;
  const allowed = rules.rooms.map((name) => (name === '*' ? 'any of shared' : name)).join(', ');
  return `${room} may import ${allowed === '' ? 'no other room' : `only ${allowed}`}.`;
}

function packageName(specifier: string): string {
  if (isNode(specifier)) return specifier;
  const [first, second] = specifier.split('/');
  return specifier.startsWith('@') ? `${first}/${second}` : (first as string);
}

function resolve(from: string, specifier: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
