import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { readScenario } from '../shared/format/index.ts';
import type { Scenario } from '../shared/model/index.ts';
import { systemCode } from './files/index.ts';

export interface Example {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly policyText: string;
  readonly readme: string;
  readonly scenarios: Scenario[];
  /** Absolute. */
  readonly trafficPath: string;
  readonly headline: string;
}

const aboutSchema = z.object({ name: z.string(), description: z.string(), headline: z.string() });

/** The example that people meet first comes first; the others follow by name. */
const FIRST = 'support-assistant';

/** Reads the shipped examples: each folder of `policies/` that holds an about.json. A damaged one is reported and left out. */
export async function readExamples(policiesFolder: string, log: (sentence: string) => void): Promise<Example[]> {
  const examples: Example[] = [];
  for (const id of (await readdir(policiesFolder)).sort()) {
    try {
      if (!(await stat(join(policiesFolder, id, 'about.json'))).isFile()) continue;
    } catch (error) {
      const code = systemCode(error);
      if (code === 'ENOENT' || code === 'ENOTDIR') continue;
      throw error;
    }
    try {
      examples.push(await readExample(join(policiesFolder, id), id));
    } catch (error) {
      log(`The example ${id} is damaged and is left out: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return examples.sort((a, b) => Number(b.id === FIRST) - Number(a.id === FIRST));
}

async function readExample(folder: string, id: string): Promise<Example> {
  const about = aboutSchema.parse(JSON.parse(await readFile(join(folder, 'about.json'), 'utf8')));
  const scenarioNames = (await readdir(join(folder, 'scenarios')).catch(() => [])).filter((name) => name.endsWith('.scenario.json')).sort();
  return {
    id,
    ...about,
    policyText: await readFile(join(folder, `${id}.policy.json`), 'utf8'),
    readme: await readFile(join(folder, 'README.md'), 'utf8'),
    scenarios: await Promise.all(scenarioNames.map((name) => readScenarioFile(join(folder, 'scenarios', name)))),
    trafficPath: await findTraffic(folder),
  };
}

async function readScenarioFile(path: string): Promise<Scenario> {
  const read = readScenario(await readFile(path, 'utf8'));
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

/** An example's own traffic lies beside its policy as `traffic.` and any extension that can be imported. Throws when there is none. */
export async function findTraffic(folder: string): Promise<string> {
  const name = (await readdir(folder)).sort().find((entry) => /^traffic\.(csv|tsv|jsonl|json|parquet)(\.gz)?$/.test(entry));
  if (name === undefined) throw new Error(`${folder} holds no traffic file (traffic.csv.gz)`);
  return join(folder, name);
}
