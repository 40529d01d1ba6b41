import { Command, CommanderError } from 'commander';
import { packageVersion } from '../host/index.ts';
import { addApp } from './app.ts';
import { addAudit } from './audit.ts';
import { addCalibrate } from './calibrate.ts';
import { addCompare } from './compare.ts';
import { addExport } from './export.ts';
import { addGenerate } from './generate.ts';
import { addImport } from './import.ts';
import { addImportConfig } from './import-config.ts';
import { addIncident } from './incident.ts';
import { addMerge } from './merge.ts';
import { addMockUpstream } from './mock-upstream.ts';
import { addServe } from './serve.ts';
import { addSimulate } from './simulate.ts';
import { addSweep } from './sweep.ts';
import { CommandEnd, type ExitCode, type Terminal } from './terminal.ts';
import { addValidate } from './validate.ts';

/** What a command hands back; a command that has nothing to complain of hands back nothing. */
export type CommandResult = Promise<ExitCode | undefined>;

/** Runs one command line. Every expected failure is a sentence on `err` and an exit code; a fault of ours throws. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = new Command('gracefall');
  const end = async (result: CommandResult): Promise<void> => {
    exitCode = (await result) ?? 0;
  };
  program
    .description('Draw how an LLM application degrades, rehearse it on recorded traffic, and export it to your gateway.')
    .version(await packageVersion())
    .showHelpAfterError('(gracefall COMMAND --help shows examples)')
    .addHelpText('after', '\nExit codes: 0 fine, 1 findings or a gate that failed, 2 input that cannot be used.');
  for (const add of [
    addValidate,
    addSimulate,
    addCompare,
    addSweep,
    addMerge,
    addAudit,
    addExport,
    addImport,
    addImportConfig,
    addCalibrate,
    addIncident,
    addGenerate,
    addServe,
    addMockUpstream,
    addApp,
  ])
    add(program, terminal, end);
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) });
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommandEnd) {
      terminal.err(error.message);
      return error.exitCode;
    }
    // Commander has printed its own sentence; help and version are no failures.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}
