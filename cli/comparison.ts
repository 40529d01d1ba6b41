import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ComparisonOptions, compare, type LoadedTraffic } from '../host/index.ts';
import { type DrawnVariant, fixedFigureIds, HEADLINE_FIGURES, isFigureId } from '../shared/compare/index.ts';
import { readComparison, readShard, writeComparison, writeShard } from '../shared/format/index.ts';
import type { Comparison, Precision, Scenario } from '../shared/model/index.ts';
import { comparisonReport, worseFigures } from './comparison-report.ts';
import { type ColumnFlags, PRESETS, parseColumnMap, readScenarioArgument, readTraffic, wholeNumber } from './inputs.ts';
import { writeOutput } from './output.ts';
import { showProgress } from './progress.ts';
import type { CommandResult } from './run.ts';
import { CommandEnd, painter, type Terminal } from './terminal.ts';
import { findingLines } from './validate.ts';

/** What `compare` and `sweep` have in common: the same flags, one run, the same outputs. */

export interface OutputFlags {
  readonly out?: string;
  readonly force?: true;
  readonly json?: true;
  readonly gate?: readonly string[];
}

export interface ComparisonFlags extends ColumnFlags, OutputFlags {
  readonly traffic?: string;
  readonly scenario: readonly string[];
  readonly seed: number;
  readonly replications: number;
  readonly precision?: readonly Precision[];
  readonly maxReplications: number;
  readonly workers: number;
  readonly shard?: { readonly index: number; readonly count: number };
}

/** Commander calls it once for each time that the flag stands on the line. */
export const repeated = (value: string, before: readonly string[]): string[] => [...before, value];

/** What a comparison is run on, and how often. */
export const addRunFlags = (command: Command): Command =>
  command
    .option('--traffic <file>', 'log to replay (default: the policy’s own traffic beside it)')
    .addOption(new Option('--preset <name>', 'what the log’s columns are called').choices(PRESETS).default('auto'))
    .option('--map <pairs>', 'columns by name: arrival=…,inputTokens=…,outputTokens=…,user=…,complexity=…,metadata=…', parseColumnMap)
    .option('--scenario <file|name>', 'what goes wrong; may stand several times (default: nothing)', repeated, [])
    .option('--seed <number>', 'the luck of all runs', wholeNumber('A seed', 0, 0xffffffff), 1)
    .option('--replications <number>', 'runs of each variant, on the same luck', wholeNumber('The number of replications', 2, 10_000), 10)
    .option('--precision <wish>', 'go on until differences are this narrow: 0.02, or availability=0.001,p95Ms=2%', parsePrecision)
    .option('--max-replications <number>', 'where --precision gives up', wholeNumber('The largest number of replications', 2, 10_000), 200)
    .option('--workers <number>', 'threads', wholeNumber('The number of workers', 1, 256), availableParallelism());

export const addComparisonFlags = (command: Command): Command =>
  addRunFlags(command).option('--shard <i/n>', 'run only part i of n and write it with --out, for gracefall merge', parseShard);

export const addOutputFlags = (command: Command): Command =>
  command
    .option('--out <file>', 'write the result (*.comparison.json, or *.shard.json with --shard)')
    .option('--force', 'let --out replace a file that is none of these')
    .option('--json', 'print the result as JSON instead of the tables');

export const addGateFlag = (command: Command): Command =>
  command.option(
    '--gate [figures]',
    'end with 1 when one of these is worse, on evidence (availability,p95Ms,usdPerRequest unless named), or a limit of the workspace is not kept',
    parseGate,
  );

/** `0.02`: relative, of the headline figures. `p95Ms=50`: in the figure's own unit. `p95Ms=2%`: relative. */
export function parsePrecision(text: string): Precision[] {
  const positive = (number: string): number => {
    const value = Number(number);
    if (number.trim() === '' || !(value > 0 && value < Number.POSITIVE_INFINITY))
      throw new InvalidArgumentError(`“${text}” is no precision: write 0.02, or figure=half-width such as p95Ms=50 or availability=0.001.`);
    return value;
  };
  if (!text.includes('=')) {
    const relative = text.endsWith('%') ? positive(text.slice(0, -1)) / 100 : positive(text);
    return HEADLINE_FIGURES.map((figure) => ({ figure, halfWidth: relative, isRelative: true }));
  }
  return text.split(',').map((pair) => {
    const cut = pair.lastIndexOf('=');
    const figure = pair.slice(0, Math.max(0, cut)).trim();
    assertFigure(figure);
    const wish = pair.slice(cut + 1).trim();
    const isRelative = wish.endsWith('%');
    return { figure, halfWidth: isRelative ? positive(wish.slice(0, -1)) / 100 : positive(wish), isRelative };
  });
}

function parseGate(text: string): string[] {
  const figures = text.split(',').map((figure) => figure.trim());
  figures.forEach(assertFigure);
  return figures;
}

function assertFigure(figure: string): void {
  if (isFigureId(figure)) return;
  throw new InvalidArgumentError(
    `There is no figure “${figure}”. Figures: ${fixedFigureIds.join(', ')}, flaw:<flaw>, capability:<entry>:<availability|p95Ms|usdPerRequest>.`,
  );
}

export function parseShard(text: string): { index: number; count: number } {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (!(shard.index >= 1 && shard.index <= shard.count))
    throw new InvalidArgumentError(`“${text}” is no shard: write i/n with i from 1 to n, for example 1/4.`);
  return shard;
}

export interface ComparisonInputs {
  readonly traffic: LoadedTraffic & { readonly path: string };
  readonly scenarios: readonly Scenario[];
  readonly paths: readonly (string | undefined)[];
}

export async function readComparisonInputs(terminal: Terminal, flags: ComparisonFlags, policyPath: string): Promise<ComparisonInputs> {
  if (flags.shard !== undefined && flags.out === undefined)
    throw new CommandEnd(2, 'A shard is only of use in a file: name one with --out, for example --out part-1.shard.json.');
  const names = flags.scenario.length === 0 ? [undefined] : flags.scenario;
  const scenarios = [];
  for (const name of names) scenarios.push(await readScenarioArgument(terminal, name, policyPath));
  const traffic = await readTraffic(terminal, flags, policyPath);
  return { traffic, scenarios: scenarios.map(({ scenario }) => scenario), paths: [traffic.path, ...scenarios.map(({ path }) => path)] };
}

export async function runComparison(
  terminal: Terminal,
  flags: ComparisonFlags,
  inputs: ComparisonInputs,
  what: Pick<ComparisonOptions, 'design' | 'axes'> & { readonly variants: readonly DrawnVariant[]; readonly paths: readonly string[] },
  judge?: Judge,
): CommandResult {
  const { traffic, scenarios } = inputs;
  const progress = showProgress(terminal);
  const compared = await compare({
    ...what,
    traffic: traffic.traffic,
    trafficSha256: traffic.sha256,
    scenarios,
    seed: flags.seed,
    replications: flags.replications,
    mostReplications: flags.maxReplications,
    precision: flags.precision ?? [],
    ...(flags.shard && { shard: flags.shard }),
    workers: flags.workers,
    onProgress: progress.update,
    signal: terminal.signal,
  }).finally(progress.stop);
  if (compared.kind === 'cancelled') throw new CommandEnd(130, 'The comparison was stopped; nothing was written.');
  if (compared.kind === 'refused') {
    const reasons = compared.findings.length > 0 ? findingLines(compared.findings, terminal).join('\n') : compared.message;
    throw new CommandEnd(1, `${reasons}\nNothing was compared.`);
  }
  for (const line of findingLines(compared.warnings, terminal)) terminal.err(line);
  const paths = [...inputs.paths, ...what.paths];
  if (compared.kind === 'comparison') return giveComparison(terminal, compared.comparison, flags, paths, judge);
  const { shard } = compared;
  const text = writeShard(shard);
  if (flags.json) terminal.out(text);
  const path = await writeOutput(terminal, {
    file: flags.out as string,
    text,
    inputs: paths,
    isForced: flags.force === true,
    isOurs: (there) => readShard(there).ok,
    what: 'a shard',
  });
  terminal.err(`Shard ${shard.shard.index} of ${shard.shard.count} (${shard.runs.length} runs) was written to ${path}.`);
  return 0;
}

/** Prints, writes and judges a result, wherever it came from. */
export async function giveComparison(
  terminal: Terminal,
  comparison: Comparison,
  flags: OutputFlags,
  inputs: readonly (string | undefined)[],
  judge: Judge = judgeFigures(terminal),
): CommandResult {
  const text = writeComparison(comparison);
  terminal.out(flags.json ? text : comparisonReport(comparison, painter(terminal)));
  if (flags.out !== undefined) {
    const path = await writeOutput(terminal, {
      file: flags.out,
      text,
      inputs,
      isForced: flags.force === true,
      isOurs: (there) => readComparison(there).ok,
      what: 'a comparison',
    });
    terminal.err(`The result was written to ${path}.`);
  }
  if (comparison.isPrecise === false)
    terminal.err(`The wished precision was not reached within ${comparison.replications} replications; the intervals say how far it got.`);
  return flags.gate === undefined ? 0 : judge(comparison, flags.gate);
}

/** What a result that is gated comes to. Without figures on the line commander hands over true. */
export type Judge = (comparison: Comparison, figures: unknown) => CommandResult;

const judgeFigures =
  (terminal: Terminal): Judge =>
  async (comparison, figures) => {
    const worse = worseFigures(comparison, figures === true ? HEADLINE_FIGURES : (figures as readonly string[]));
    for (const sentence of worse) terminal.err(sentence);
    return worse.length > 0 ? 1 : 0;
  };
