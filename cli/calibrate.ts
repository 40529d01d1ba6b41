import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import { type Calibration, calibrate } from '../host/index.ts';
import { matchFits, withFits } from '../shared/calibration/index.ts';
import { readPolicy, writePolicy } from '../shared/format/index.ts';
import { FAILURES, type FailureClass } from '../shared/model/index.ts';
import { type ColumnFlags, PRESETS, parseColumnMap, readPolicyFile, readTrafficFile, wholeNumber } from './inputs.ts';
import { writeOutput } from './output.ts';
import { showProgress } from './progress.ts';
import type { CommandResult } from './run.ts';
import { CommandEnd, painter, type Terminal } from './terminal.ts';
import { count, duration, figure, share, table, usd } from './words.ts';

const EXAMPLES = `
Examples:
  $ gracefall calibrate gateway.jsonl.gz
  $ gracefall calibrate spendlogs.csv --policy support-assistant.policy.json --out fitted.policy.json
  $ gracefall calibrate gateway.parquet --json

The first half of the log is fitted, the second predicted and compared. Exit code 1: the second half is not predicted, wholly or in part.`;

interface Flags extends ColumnFlags {
  readonly policy?: string;
  readonly workers: number;
  readonly out?: string;
  readonly force?: true;
  readonly json?: true;
}

export function addCalibrate(program: Command, terminal: Terminal, end: (result: CommandResult) => Promise<void>): void {
  program
    .command('calibrate')
    .description('fit models to a log with outcomes, and say how far to believe them')
    .argument('<traffic>', 'log that records latencies or outcomes: CSV, TSV, JSONL, JSON or Parquet, also packed')
    .option(
      '--policy <file>',
      'policy that was in force, and whose models take the fit (default: each request goes to the model that it went to)',
    )
    .addOption(new Option('--preset <name>', 'whose log it is').choices(PRESETS).default('auto'))
    .option('--map <pairs>', 'columns by name, as of import: arrival=…,latency=…,status=…,model=…', parseColumnMap)
    .option('--workers <number>', 'threads', wholeNumber('The number of workers', 1, 256), availableParallelism())
    .option('--out <file>', 'write the policy with the fitted models; needs --policy')
    .option('--force', 'let --out replace a file that is no policy')
    .option('--json', 'print fits and back-test as JSON')
    .addHelpText('after', EXAMPLES)
    .action((file: string, flags: Flags) => end(calibrateLog(terminal, file, flags)));
}

async function calibrateLog(terminal: Terminal, file: string, flags: Flags): CommandResult {
  if (flags.out !== undefined && flags.policy === undefined)
    throw new CommandEnd(2, '--out writes a policy with fitted models, so it needs --policy FILE.');
  const policy = flags.policy === undefined ? null : await readPolicyFile(terminal, flags.policy);
  const log = await readTrafficFile(terminal, file, flags);
  const progress = showProgress(terminal);
  const end = await calibrate({
    traffic: log.traffic,
    workers: flags.workers,
    signal: terminal.signal,
    onProgress: (done) =>
      progress.update({ share: done, requestsDone: Math.round(done * log.traffic.requestCount), requests: log.traffic.requestCount }),
    ...(policy !== null && { policy: policy.opened.document.policy }),
  }).finally(progress.stop);
  if (end.kind === 'cancelled') throw new CommandEnd(130, 'The calibration was stopped; nothing was written.');
  if (end.kind === 'refused') throw new CommandEnd(2, end.message);
  const { calibration } = end;
  const { calibrated: _, ...told } = calibration;
  const matched = policy === null ? null : matchFits(policy.opened.document.policy, calibration.models);
  const nodes = [...(matched ?? [])].map(([nodeId, { model }]) => ({ nodeId, model }));
  if (flags.json)
    terminal.out(JSON.stringify({ file: log.path, sha256: log.sha256, ...told, ...(matched !== null && { nodes }) }, null, 2));
  else terminal.out(report(calibration, terminal));
  if (policy !== null && matched !== null) {
    if (matched.size === 0) terminal.err('No model of the policy has a name of the log, so none takes a fit.');
    for (const { nodeId, model } of nodes) terminal.err(`${nodeId} takes the fit of “${model}”.`);
    if (flags.out !== undefined) {
      const { document } = policy.opened;
      const path = await writeOutput(terminal, {
        file: flags.out,
        text: writePolicy({ ...document, policy: withFits(document.policy, matched) }),
        inputs: [policy.path, log.path],
        isForced: flags.force === true,
        isOurs: (there) => readPolicy(there).ok,
        what: 'a policy',
      });
      terminal.err(`The policy with fitted models was written to ${path}.`);
    }
  }
  return calibration.backTest.verdict === 'believe' ? 0 : 1;
}

const VERDICTS = { believe: 'Believe it.', 'in part': 'Believe it in part.', 'do not believe': 'Do not believe it.' } as const;

function report({ label, models, left, backTest, fittedOn, predicted }: Calibration, terminal: Terminal): string {
  const paint = painter(terminal);
  const value = (unit: string, of: number): string => (unit === 'ms' ? duration(of) : unit === 'usd' ? usd(of) : share(of));
  const signed = (error: number): string => `${error < 0 ? '−' : '+'}${figure(Math.abs(error) * 100)} %`;
  const checks = [
    ['', 'recorded', 'predicted', 'error', ''],
    ...backTest.checks.map(({ figure: name, unit, recorded, predicted: now, error, holds }) => [
      name,
      value(unit, recorded),
      value(unit, now),
      signed(error),
      holds ? 'holds' : 'does not hold',
    ]),
  ];
  const failures = (of: Readonly<Partial<Record<FailureClass, number>>>): string =>
    Object.entries(of)
      .map(([failure, rate]) => `${FAILURES[failure as FailureClass].label} ${share(rate)}`)
      .join(', ') || 'none';
  const fits = [
    ['model', 'calls', 'P50', 'P95', 'P99', 'tokens/s', 'failures'],
    ...models.map((fit) => [
      fit.model === '' ? 'not named' : fit.model,
      count(fit.calls),
      duration(fit.firstTokenMs[2]),
      duration(fit.firstTokenMs[4]),
      duration(fit.firstTokenMs[5]),
      fit.msPerOutputToken > 0 ? figure(1000 / fit.msPerOutputToken) : 'none',
      failures(fit.failures),
    ]),
  ];
  return [
    paint('bold', `${label}: fitted on ${count(fittedOn)} requests, ${count(predicted)} predicted`),
    table(checks, 'lrrrl'),
    '',
    `${paint('bold', VERDICTS[backTest.verdict])} ${backTest.sentence}`,
    '',
    paint('bold', 'Fitted models, times to the first token'),
    table(fits, 'lrrrrrl'),
    ...(left.length === 0 ? [] : [`Called too seldom to be predicted by themselves: ${left.join(', ')}.`]),
  ].join('\n');
}
