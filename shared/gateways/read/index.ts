import type { Finding, Result } from '../../model/index.ts';
import { configReaders } from '../all.ts';
import type { ImportedConfig } from './imported.ts';
import { readConfig, recogniseConfig } from './read-config.ts';

/** A config of any gateway that is known here as a policy called `name`. Refused with a finding each for what is wrong with the file. */
export const importConfig = (text: string, name: string): Result<ImportedConfig, Finding[]> => readConfig(text, name, configReaders);

/** Is it a config that can be read, to judge by its keys? Else in a sentence why it is none. */
export function isGatewayConfig(text: string): Result<{ readonly id: string; readonly title: string }, string> {
  const recognised = recogniseConfig(text, configReaders);
  if (!recognised.ok) return recognised;
  const { id, title } = recognised.value.reader;
  return { ok: true, value: { id, title } };
}

/** What is wrong with a config of a gateway, of one that an export wrote or of one that was found. */
export function lintConfig(text: string): Result<readonly Finding[], Finding[]> {
  const read = importConfig(text, 'config');
  return read.ok ? { ok: true, value: read.value.findings } : read;
}
