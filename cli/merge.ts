import { resolve } from 'node:path';
import type { Command } from 'commander';
import { openText, sha256Of } from '../host/index.ts';
import { mergeShards, type NamedShard } from '../shared/compare/index.ts';
import { readShard } from '../shared/format/index.ts';
import { addGateFlag, addOutputFlags, giveComparison, type OutputFlags } from './comparison.ts';
import type { CommandResult } from './run.ts';
import { CommandEnd, type Terminal } from './terminal.ts';

const EXAMPLES = `
Examples:
  $ gracefall merge part-*.shard.json --out change.comparison.json
  $ gracefall merge part-1.shard.json part-2.shard.json --json

The result has the same bytes as that of one machine. docs/cluster.md shows how to run shards on Kubernetes, Slurm or xargs.`;

export function addMerge(program: Command, terminal: Terminal, end: (result: CommandResult) => Promise<void>): void {
  const command = program
    .command('merge')
    .description('put the shards of a compare or a sweep together')
    .argument('<files...>', 'all shards (*.shard.json), in any order');
  addGateFlag(addOutputFlags(command))
    .addHelpText('after', EXAMPLES)
    .action((files: string[], flags: OutputFlags) => end(merge(terminal, files, flags)));
}

async function merge(terminal: Terminal, files: readonly string[], flags: OutputFlags): CommandResult {
  const shards: NamedShard[] = [];
  for (const file of files) {
    const opened = await openText(resolve(terminal.folder, file));
    if (!opened.ok) throw new CommandEnd(2, opened.message);
    const shard = readShard(opened.text);
    if (!shard.ok) throw new CommandEnd(2, `${file}: ${shard.error.message}`);
    shards.push({ name: file, shard: shard.value });
  }
  const merged = mergeShards(shards, sha256Of);
  if (!merged.ok) throw new CommandEnd(2, `${merged.error.join('\n')}\nNothing was merged.`);
  return giveComparison(
    terminal,
    merged.value,
    flags,
    files.map((file) => resolve(terminal.folder, file)),
  );
}
