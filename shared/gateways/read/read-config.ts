import { locate, parseText } from '../../format/index.ts';
import { type Finding, fail, ok, type Result } from '../../model/index.ts';
import { readYaml } from '../yaml.ts';
import type { ConfigPath, ConfigReader, ImportedConfig } from './imported.ts';
import { pathText } from './imported.ts';
import { Place } from './place.ts';
import { withoutSecrets } from './secrets.ts';

/** Larger than any config, and small enough to be read at once. */
const MOST_CHARACTERS = 5_000_000;
/** Deeper than any config nests, and shallow enough for every reader. */
const MOST_LEVELS = 100;

interface Parsed {
  readonly value: unknown;
  lineOf(path: ConfigPath): number;
}

export interface Recognised {
  readonly reader: ConfigReader;
  readonly parsed: Parsed;
}

/** Whose config a text is, or why it is none, in a sentence. */
export function recogniseConfig(text: string, readers: readonly ConfigReader[]): Result<Recognised, string> {
  const parsed = parsedText(text);
  if (!parsed.ok) return parsed;
  const { value } = parsed.value;
  const reader = readers.find((one) => one.recognises(value));
  if (reader !== undefined) return ok({ reader, parsed: parsed.value });
  const known = readers.map(({ title }) => title).join(', ');
  return fail(`${whatElse(value)} It is none of the gateway configs that are read here (${known}).`);
}

/** `name`: what the policy is called; a file's own name as a rule. */
export function readConfig(text: string, name: string, readers: readonly ConfigReader[]): Result<ImportedConfig, Finding[]> {
  const recognised = recogniseConfig(text, readers);
  if (!recognised.ok) return fail([unreadable(recognised.error)]);
  const { reader, parsed } = recognised.value;
  const { value, removed } = withoutSecrets(parsed.value);
  const problems = reader.problems(value);
  if (problems.length > 0) return fail(problems.map(unreadable));
  const config = Place.of(value);
  const drawn = reader.draw(config, name);
  const gone = new Set(removed.map(pathText));
  const nodeAt = nodeFinder(drawn.origins);
  const withLine = <Note extends { readonly path: ConfigPath }>(note: Note) => ({ ...note, line: parsed.lineOf(note.path) });
  return ok({
    gateway: { id: reader.id, title: reader.title },
    policy: drawn.policy,
    origins: drawn.origins,
    unread: config
      .rest(() => 'No part of a policy: it is not drawn, and an export will not have it.')
      .filter(({ path }) => !gone.has(pathText(path)))
      .map(withLine),
    assumed: drawn.assumed.map(withLine),
    secrets: removed.map((path) => withLine({ path, reference: drawn.references.get(pathText(path)) ?? null })),
    findings: [...reader.lint(value, nodeAt)],
  });
}

/** The node of a place, else of the nearest place around it. */
function nodeFinder(origins: ReadonlyMap<string, ConfigPath>): (path: ConfigPath) => string | undefined {
  const byPlace = new Map<string, string>();
  for (const [id, path] of origins) if (!byPlace.has(pathText(path))) byPlace.set(pathText(path), id);
  return (path) => byPlace.get(pathText(path));
}

const unreadable = (message: string): Finding => ({ rule: 'import/not-a-config', severity: 'error', message });

function parsedText(text: string): Result<Parsed, string> {
  if (text.length > MOST_CHARACTERS) {
    return fail(`The file has ${text.length} characters, more than the ${MOST_CHARACTERS} of any gateway config. It was not read.`);
  }
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (body.trim() === '') return fail('The file is empty, so there is nothing to read.');
  // A text with this many levels would take the parsers to the end of their stack.
  if (/^\s*[{[]/.test(body)) {
    const json = parseText(body);
    if (json.ok) return levelsOf({ value: json.value, lineOf: (path) => locate(body, path).line });
    // YAML begins like JSON too, as a flow map; but whoever writes that means JSON.
    return fail(json.error.message);
  }
  const yaml = readYaml(body);
  return yaml.ok ? levelsOf(yaml.value) : yaml;
}

function levelsOf(parsed: Parsed): Result<Parsed, string> {
  const isDeep = (value: unknown, levels: number): boolean =>
    typeof value === 'object' && value !== null && (levels === 0 || Object.values(value).some((item) => isDeep(item, levels - 1)));
  return isDeep(parsed.value, MOST_LEVELS)
    ? fail(`The file nests more than ${MOST_LEVELS} levels, which no gateway config does. It was not read.`)
    : ok(parsed);
}

function whatElse(value: unknown): string {
  if (typeof value !== 'object' || value === null) return 'The file holds no settings.';
  const has = (key: string): boolean => Object.hasOwn(value, key);
  if (has('gracefallExport')) return 'This is an export of Gracefall’s own format.';
  if (has('policy') && has('layout')) return 'This is a policy of Gracefall.';
  if (has('gracefallFidelity')) return 'This is the file beside an export that says what it does not do.';
  const keys = Object.keys(value).slice(0, 4);
  return keys.length === 0
    ? 'The file holds no settings.'
    : `The file begins with ${keys.map((key) => `“${key.slice(0, 40)}”`).join(', ')}.`;
}
