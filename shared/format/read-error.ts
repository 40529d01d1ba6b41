import { fail, ok, type Result } from '../model/index.ts';
import { locate, placeOf, scanJson } from './json-text.ts';

export interface ReadError {
  readonly reason:
    | 'not-json'
    | 'conflict-markers'
    | 'not-a-policy'
    | 'not-a-scenario'
    | 'not-a-run'
    | 'not-a-comparison'
    | 'not-a-shard'
    | 'newer-format'
    | 'invalid'
    | 'migration-failed';
  /** What is wrong, where, what follows, what to do. One or two sentences. */
  readonly message: string;
  /** What is wrong, alone: for an editor, which shows the place itself and has refused to open nothing. Always given for a policy. */
  readonly fact?: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
  /** `invalid` only: everything found, the first of it told in `message`. `path` is dotted: `policy.nodes.3.config.openForMs`. */
  readonly findings?: readonly { readonly path: string; readonly message: string; readonly line: number }[];
}

/** Parses a file of ours. A byte order mark is passed over: some editors on Windows add one. */
export function parseText(text: string): Result<unknown, ReadError> {
  const body = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const { fault, repeatedKeys } = scanJson(body);
  if (fault === null) {
    const [repeated] = repeatedKeys;
    if (repeated === undefined) return ok(JSON.parse(body));
    const place = placeOf(body, repeated.offset);
    return fail({
      reason: 'invalid',
      message: `Line ${place.line}, column ${place.column}: "${repeated.key}" stands twice in the same object, so one of the two would be lost. The file was not opened; remove the wrong one.`,
      fact: `"${repeated.key}" stands twice in the same object, so one of the two would be lost.`,
      ...place,
      findings: [{ path: repeated.key, message: 'stands twice in the same object', line: place.line }],
    });
  }
  const marker = /^(?:<{7}|>{7}|\|{7})(?: |\r?$)/m.exec(body);
  if (marker !== null) {
    const { line } = placeOf(body, marker.index);
    return fail({
      reason: 'conflict-markers',
      message: `Line ${line} holds a conflict marker of git (${marker[0].trim()}), so the file is two versions in one. It was not opened; resolve the conflict in git first.`,
      fact: `This is a conflict marker of git (${marker[0].trim()}); the text is two versions in one.`,
      line,
      column: 1,
    });
  }
  const place = placeOf(body, fault.offset);
  const where = `Line ${place.line}, column ${place.column}`;
  if (body.trim() === '') {
    return fail({ reason: 'not-json', message: 'The file is empty, so there is nothing to open.', fact: 'There is no text.', ...place });
  }
  const isEnd = fault.offset >= body.length;
  const found = isEnd ? 'the file ends' : `${quoted(body, fault.offset)} stands`;
  return fail({
    reason: 'not-json',
    message: `${where}: ${found} where ${fault.expected} was expected, so this is not JSON. The file was not opened; correct that place in a text editor.${hint(body, fault.offset)}`,
    fact: `${isEnd ? 'The text ends' : capital(found)} where ${fault.expected} was expected.${hint(body, fault.offset)}`,
    ...place,
  });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function quoted(text: string, offset: number): string {
  const char = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  if (char === '\n' || char === '\r') return 'a line break';
  return char === '"' ? 'a quote' : `"${char}"`;
}

function hint(text: string, offset: number): string {
  const char = text[offset];
  if (char === '/' || char === '#') return ' JSON has no comments.';
  if (char === "'") return ' JSON wants double quotes.';
  const before = text.slice(0, offset).trimEnd();
  if ((char === '}' || char === ']') && before.endsWith(',')) return ' A comma too many stands before it.';
  return '';
}

export interface Problem {
  readonly path: readonly PropertyKey[];
  /** A whole sentence. */
  readonly message: string;
}

/** `what`: "policy", "scenario" … `problems` must not be empty. */
export function invalid(what: string, text: string, problems: readonly Problem[]): ReadError {
  const findings = problems.map((problem) => ({
    path: problem.path.map(String).join('.'),
    message: problem.message,
    line: locate(text, problem.path).line,
  }));
  const [first] = problems;
  if (first === undefined) throw new Error('an invalid file needs at least one problem');
  const place = locate(text, first.path);
  const more = problems.length === 1 ? '' : ` ${problems.length - 1} more ${problems.length === 2 ? 'place is' : 'places are'} wrong.`;
  return {
    reason: 'invalid',
    message: `Line ${place.line}: ${first.message} The ${what} was not opened.${more}`,
    fact: first.message,
    ...place,
    findings,
  };
}

export function newerFormat(what: string, found: number, known: number): ReadError {
  return {
    reason: 'newer-format',
    fact: `This is a ${what} of format ${found}; this version of Gracefall reads formats up to ${known}. Update Gracefall to work with it.`,
    message: `This ${what} has format ${found}; this version of Gracefall reads formats up to ${known}. It was not opened and not changed; update Gracefall to open it.`,
  };
}

/** What a file of ours seems to be, by its keys; for the sentence that says it is something else than asked for. */
export function whatItIs(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, 'gracefallExport')) return 'an exported gateway file';
  if (Object.hasOwn(value, 'plan') && Object.hasOwn(value, 'results')) return 'a comparison';
  if (Object.hasOwn(value, 'plan') && Object.hasOwn(value, 'runs')) return 'a shard of a comparison';
  if (Object.hasOwn(value, 'policy') && Object.hasOwn(value, 'engineVersion')) return 'a run result';
  if (Object.hasOwn(value, 'policy') && Object.hasOwn(value, 'layout')) return 'a policy';
  if (Object.hasOwn(value, 'scenario')) return 'a scenario';
  return undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
