import { type Command, Option } from 'commander';
import { findTraces } from '../host/index.ts';
import {
  ANY_REQUEST,
  MOST_FOUND_REQUESTS,
  type Policy,
  REQUEST_ENDS,
  type RequestQuery,
  type RequestTrace,
  type RunResult,
  type Scenario,
  type Traffic,
} from '../shared/model/index.ts';
import { FIRST_REQUEST_AT, otlpTraces } from '../shared/otlp/index.ts';
import { wholeNumber } from './inputs.ts';
import { writeOutput } from './output.ts';
import { showProgress } from './progress.ts';
import { CommandEnd, type Terminal } from './terminal.ts';

/** Traces of single requests beside a run's result. */
export interface TraceFlags {
  readonly traces?: string;
  readonly tracesOf: 'sample' | 'worst' | 'dearest' | (typeof REQUEST_ENDS)[number];
  readonly tracesUser?: string;
  readonly tracesCount: number;
  readonly tracesFrom: string;
}

const CHOICES = ['sample', 'worst', 'dearest', ...REQUEST_ENDS.filter((end) => end !== 'any')];

export function withTraceOptions(command: Command): Command {
  return command
    .option('--traces <file>', 'write traces of single requests (OpenTelemetry, OTLP JSON)')
    .addOption(
      new Option('--traces-of <which>', 'requests to trace: the sample, or the slowest of all that ended so')
        .choices(CHOICES)
        .default('sample'),
    )
    .option('--traces-user <name>', 'only requests of this user')
    .option(
      '--traces-count <number>',
      'requests to trace at most',
      wholeNumber('The number of traces', 1, MOST_FOUND_REQUESTS),
      ANY_REQUEST.limit,
    )
    .option('--traces-from <time>', 'instant of the first request, ISO 8601', FIRST_REQUEST_AT);
}

export interface TracedRun {
  readonly result: RunResult;
  readonly policy: Policy;
  readonly policyText: string;
  readonly traffic: Traffic;
  readonly scenario: Scenario;
  readonly seed: number;
  /** Files that were read: never overwritten. */
  readonly inputs: readonly (string | undefined)[];
  readonly isForced: boolean;
}

/** Before the run, so that a slip of the keyboard costs no minute. */
export function checkTraceFlags({ traces, tracesFrom, tracesOf, tracesUser }: TraceFlags): void {
  if (traces === undefined && (tracesOf !== 'sample' || tracesUser !== undefined)) {
    throw new CommandEnd(2, 'Which requests to trace was said, but not where to write them, so nothing was done. Add --traces FILE.');
  }
  if (Number.isNaN(Date.parse(tracesFrom))) {
    throw new CommandEnd(2, `--traces-from is “${tracesFrom}”, which is no instant. Write it as in 2026-01-31T09:00:00Z.`);
  }
}

export async function writeTraces(terminal: Terminal, flags: TraceFlags, run: TracedRun): Promise<void> {
  if (flags.traces === undefined) return;
  const { traces, matches } = await tracesOf(terminal, flags, run);
  const path = await writeOutput(terminal, {
    file: flags.traces,
    text: otlpTraces(run.result, traces, run.policy, flags.tracesFrom),
    inputs: run.inputs,
    isForced: run.isForced,
    isOurs: (there) => there.startsWith('{"resourceSpans":'),
    what: 'a file of traces',
  });
  const of = matches === null ? '' : ` of ${matches} that are as asked`;
  terminal.err(`The traces of ${traces.length} requests${of} were written to ${path}.`);
}

async function tracesOf(
  terminal: Terminal,
  flags: TraceFlags,
  { result, policyText, traffic, scenario, seed }: TracedRun,
): Promise<{ traces: readonly RequestTrace[]; matches: number | null }> {
  if (flags.tracesOf === 'sample' && flags.tracesUser === undefined)
    return { traces: result.traces.slice(0, flags.tracesCount), matches: null };
  const which = flags.tracesOf;
  const query: RequestQuery = {
    ...ANY_REQUEST,
    end: which === 'sample' || which === 'worst' || which === 'dearest' ? 'any' : which,
    order: which === 'dearest' ? 'dearest' : 'slowest',
    user: flags.tracesUser ?? null,
    limit: flags.tracesCount,
  };
  const progress = showProgress(terminal);
  const found = await findTraces({
    policyText,
    traffic,
    scenario,
    seed,
    query,
    onProgress: progress.update,
    signal: terminal.signal,
  }).finally(progress.stop);
  if (found.kind === 'cancelled') throw new CommandEnd(130, 'The search for requests was stopped; no traces were written.');
  // The very same inputs have just been run.
  if (found.kind === 'refused') throw new Error(`a run that ended was refused when it was made again: ${found.message}`);
  return found;
}
