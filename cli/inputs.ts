import { existsSync, realpathSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { findTraffic, type LoadedTraffic, loadTraffic, openText } from '../host/index.ts';
import { type OpenedPolicy, readPolicy, readScenario } from '../shared/format/index.ts';
import { CALM, COST_UNITS, LOG_COLUMNS, PRESET_IDS, type Scenario, TIME_UNITS } from '../shared/model/index.ts';
import { library } from '../shared/scenario/index.ts';
import type { ColumnMapping } from '../shared/traffic/index.ts';
import { showReading } from './progress.ts';
import { CommandEnd, type Terminal } from './terminal.ts';

/** Reads what commands are given; whatever cannot be used ends the command with exit code 2 and its sentence. */

async function readText(path: string): Promise<string> {
  const opened = await openText(path);
  if (!opened.ok) throw new CommandEnd(2, opened.message);
  return opened.text;
}

export interface PolicyFile {
  readonly path: string;
  readonly text: string;
  readonly opened: OpenedPolicy;
}

export async function readPolicyFile(terminal: Terminal, file: string): Promise<PolicyFile> {
  const path = resolve(terminal.folder, file);
  const text = await readText(path);
  const opened = readPolicy(text);
  if (!opened.ok) throw new CommandEnd(2, `${file}: ${opened.error.message}`);
  return { path, text, opened: opened.value };
}

/**
 * A scenario file's path, or a name: of a scenario that lies in `scenarios/` beside the policy, else of a shipped one, or
 * `calm`. Without any, nothing goes wrong.
 */
export async function readScenarioArgument(
  terminal: Terminal,
  argument: string | undefined,
  policyPath: string,
): Promise<{ scenario: Scenario; path: string | undefined }> {
  if (argument === undefined) return { scenario: CALM, path: undefined };
  const asFile = resolve(terminal.folder, argument);
  if (argument.endsWith('.json') || existsSync(asFile)) return { scenario: await readScenarioFile(asFile, argument), path: asFile };
  const beside = join(dirname(policyPath), 'scenarios', `${argument}.scenario.json`);
  if (existsSync(beside)) return { scenario: await readScenarioFile(beside, beside), path: beside };
  const shipped = [CALM, ...library].find(({ id }) => id === argument);
  if (shipped) return { scenario: shipped, path: undefined };
  const own = (await readdir(join(dirname(policyPath), 'scenarios')).catch(() => []))
    .filter((name) => name.endsWith('.scenario.json'))
    .map((name) => name.slice(0, -'.scenario.json'.length));
  const names = [...new Set([...own, ...library.map(({ id }) => id), CALM.id])].sort();
  throw new CommandEnd(2, `There is neither a scenario file nor a scenario named “${argument}”. Names known here: ${names.join(', ')}.`);
}

async function readScenarioFile(path: string, shown: string): Promise<Scenario> {
  const read = readScenario(await readText(path));
  if (!read.ok) throw new CommandEnd(2, `${shown}: ${read.error.message}`);
  return read.value;
}

export interface ColumnFlags {
  readonly preset: Preset;
  readonly map?: ColumnMapping;
  readonly hashUsers?: true;
}

export const PRESETS = ['auto', ...PRESET_IDS] as const;
export type Preset = (typeof PRESETS)[number];

/** `arrival=ts,inputTokens=prompt,metadata=plan,metadata=region,user=none`; a comma inside a column's name cannot be written. */
export function parseColumnMap(text: string): ColumnMapping {
  const map: { -readonly [Key in keyof ColumnMapping]: ColumnMapping[Key] } = {};
  for (const pair of text.split(',')) {
    const cut = pair.indexOf('=');
    const key = pair.slice(0, Math.max(0, cut)).trim();
    const column = pair.slice(cut + 1).trim();
    if (cut < 1 || column === '')
      throw new InvalidArgumentError(`“${pair}” is not of the form ours=theirs, for example arrival=timestamp.`);
    const role = LOG_COLUMNS.find((name) => name === key);
    if (key === 'metadata') map.metadata = [...(map.metadata ?? []), column];
    else if (role !== undefined) map[role] = column === 'none' ? null : column;
    else if (key === 'timeZone') map.timeZone = column;
    else if (key === 'timeUnit' || key === 'durationUnit') map[key] = oneOf(key, column, TIME_UNITS);
    else if (key === 'costUnit') map.costUnit = oneOf(key, column, COST_UNITS);
    else {
      throw new InvalidArgumentError(
        `“${key}” is no column of ours. Ours are ${LOG_COLUMNS.join(', ')} and metadata; besides there are timeUnit, timeZone, durationUnit and costUnit.`,
      );
    }
  }
  return map;
}

function oneOf<Choice extends string>(key: string, text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new InvalidArgumentError(`${key} is one of ${choices.join(', ')}, not “${text}”.`);
  return found;
}

export async function readTrafficFile(terminal: Terminal, file: string, flags: ColumnFlags): Promise<LoadedTraffic & { path: string }> {
  const path = resolve(terminal.folder, file);
  const progress = showReading(terminal);
  const loaded = await loadTraffic(path, {
    preset: flags.preset,
    mapping: flags.map ?? {},
    hashUsers: flags.hashUsers === true,
    signal: terminal.signal,
    onProgress: progress.update,
  })
    .catch((error: unknown) => {
      if (terminal.signal.aborted) throw new CommandEnd(130, 'Reading the traffic was stopped.');
      throw error;
    })
    .finally(progress.stop);
  if (!loaded.ok) throw new CommandEnd(2, loaded.error.message);
  for (const { reason, rows, firstLine } of loaded.value.rejected) {
    const place = firstLine === null ? '' : ` (the first in line ${firstLine})`;
    terminal.err(`${rows} ${rows === 1 ? 'row was' : 'rows were'} left out${place}: ${reason}.`);
  }
  for (const note of loaded.value.notes) terminal.err(note);
  return { ...loaded.value, path };
}

/** The file asked for, else the policy's own traffic, which is said. */
export async function readTraffic(
  terminal: Terminal,
  flags: ColumnFlags & { readonly traffic?: string },
  policyPath: string,
): Promise<LoadedTraffic & { path: string }> {
  if (flags.traffic !== undefined) return readTrafficFile(terminal, flags.traffic, flags);
  const own = await findTraffic(dirname(policyPath)).catch(() => undefined);
  if (own === undefined)
    throw new CommandEnd(2, 'There is no traffic to simulate: give a log with --traffic FILE, or lay a traffic.csv.gz beside the policy.');
  terminal.err(`No --traffic was given: the policy’s own ${own} is used.`);
  return readTrafficFile(terminal, own, flags);
}

/** Do two paths mean one file, links followed? */
export function isSameFile(a: string, b: string): boolean {
  const real = (path: string): string => {
    try {
      return realpathSync(path);
    } catch {
      return resolve(path);
    }
  };
  return real(a) === real(b);
}

export const wholeNumber =
  (name: string, least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`${name} is a whole number from ${least} to ${most}.`);
    }
    return value;
  };
