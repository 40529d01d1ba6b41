import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseShard } from '../../cli/comparison.ts';

/** The examples of docs/cluster.md say what the command line understands. Nobody runs them here: there is neither a cluster nor Slurm. */
const page = readFileSync(join(import.meta.dirname, '../../docs/cluster.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((match) => match[1] as string);

// Comes with other packages and is nobody's dependency of ours; a name in a variable keeps the compiler from asking for its types.
const library = 'js-yaml';
const yaml: { load(text: string): any } | undefined = await import(library).then(
  (module) => module.default ?? module,
  () => undefined,
);
if (yaml === undefined) console.warn('No YAML library is installed, so the manifest of docs/cluster.md is not read.');

test.skipIf(yaml === undefined)('the manifest is an Indexed Job whose pods run the shards 1 to n of n', () => {
  const job = yaml!.load(blocks('yaml')[0]!);
  expect(job).toMatchObject({ apiVersion: 'batch/v1', kind: 'Job', spec: { completionMode: 'Indexed' } });
  const { completions, parallelism, podFailurePolicy, template } = job.spec;
  expect(parallelism).toBeLessThanOrEqual(completions);
  const [container] = template.spec.containers;
  expect(podFailurePolicy.rules[0].onExitCodes).toEqual({ containerName: container.name, operator: 'In', values: [1, 2] });
  // A pod failure policy needs pods that are not restarted in place.
  expect(template.spec.restartPolicy).toBe('Never');
  const [line] = container.args as string[];
  expect(line).not.toContain('\n');
  const shards = Array.from({ length: completions }, (_, index) =>
    parseShard(/--shard "(\S+ \+ 1\)\)\/\d+)"/.exec(line!)![1]!.replace('$((JOB_COMPLETION_INDEX + 1))', String(index + 1))),
  );
  expect(shards).toEqual(shards.map((_, index) => ({ index: index + 1, count: completions })));
  expect(template.spec.volumes[0].name).toBe(container.volumeMounts[0].name);
});

test('every flag that the examples use is one of the commands', async () => {
  const { run } = await import('../../cli/run.ts');
  const known = new Set<string>();
  for (const command of ['compare', 'sweep', 'merge']) {
    let help = '';
    const say = (text: string): void => {
      help += text;
    };
    await run([command, '--help'], {
      out: say,
      err: say,
      outIsTerminal: false,
      errIsTerminal: false,
      environment: {},
      folder: '.',
      signal: new AbortController().signal,
    });
    for (const [flag] of help.matchAll(/--[a-z-]+/g)) known.add(flag);
  }
  const lines = [...blocks('yaml'), ...blocks('sh')].flatMap((block) =>
    block
      .replaceAll('\\\n', ' ')
      .split(/\n(?=\S)/)
      .filter((line) => line.includes('gracefall compare') || line.includes('gracefall sweep')),
  );
  expect(lines.length).toBeGreaterThan(2);
  const used = lines.flatMap((line) =>
    [...line.slice(line.search(/gracefall (?:compare|sweep)/)).matchAll(/(?<=\s)--[a-z-]+/g)].map(([flag]) => flag),
  );
  expect(used.filter((flag) => !known.has(flag!))).toEqual([]);
});
