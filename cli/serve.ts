import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type Gateway, openText, readUpstreams, type SpanSink, spansTo, startGateway, type Upstreams } from '../host/index.ts';
import { conditionTargetsOf, primaryProvider } from '../shared/kinds/index.ts';
import { lint } from '../shared/lint/index.ts';
import { type ServedPolicy, servedPolicy } from '../shared/live/index.ts';
import type { Policy, Scenario } from '../shared/model/index.ts';
import { compileScenario, library, resolveTargets } from '../shared/scenario/index.ts';
import { isSameFile, readPolicyFile, readScenarioArgument, wholeNumber } from './inputs.ts';
import type { CommandResult } from './run.ts';
import { CommandEnd, painter, type Terminal } from './terminal.ts';
import { findingLines } from './validate.ts';

const EXAMPLES = `
Examples:
  $ gracefall serve support-assistant.policy.json --mock --scenario provider-outage
  $ OPENAI_API_KEY=… ANTHROPIC_BASE_URL=https://api.anthropic.com/v1 ANTHROPIC_API_KEY=… gracefall serve support-assistant.policy.json
  $ gracefall serve support-assistant.policy.json --upstreams upstreams.json --traces served.jsonl

Then point a client of OpenAI's protocol at http://127.0.0.1:8787/v1. Ctrl-C ends it.
Shipped scenarios: ${library.map(({ id }) => id).join(', ')}; calm is none.`;

const PATIENCE_MS = 10_000;

interface Flags {
  readonly port: number;
  readonly upstreams?: string;
  readonly mock?: true;
  readonly scenario?: string;
  readonly seed: number;
  readonly traces?: string;
  readonly otlpEndpoint?: string;
  readonly force?: true;
  readonly quiet?: true;
}

export function addServe(program: Command, terminal: Terminal, end: (result: CommandResult) => Promise<void>): void {
  program
    .command('serve')
    .description('run a policy as a gateway on 127.0.0.1 that speaks OpenAI’s protocol')
    .argument('<policy>', 'policy file')
    .option('--port <number>', 'port on 127.0.0.1; 0 = any free one', wholeNumber('A port', 0, 65_535), 8787)
    .option('--upstreams <file>', 'where the providers are, JSON (default: PROVIDER_BASE_URL and PROVIDER_API_KEY of the environment)')
    .option('--mock', 'call no provider: every model is played by its own figures')
    .option('--scenario <file|name>', 'what goes wrong at simulated models, from the start on (default: nothing)')
    .option('--seed <number>', 'the luck of jitter, shares and simulated models', wholeNumber('A seed', 0, 0xffffffff), 1)
    .option('--traces <file>', 'write every request as OpenTelemetry spans (OTLP JSON, one request a line)')
    .addOption(
      new Option('--otlp-endpoint <url>', 'send every request’s spans to an OTLP/HTTP receiver, for example http://127.0.0.1:4318'),
    )
    .option('--force', 'let --traces replace a file')
    .option('--quiet', 'print no line for each request')
    .addHelpText('after', EXAMPLES)
    .action((file: string, flags: Flags) => end(serve(terminal, file, flags)));
}

async function serve(terminal: Terminal, file: string, flags: Flags): CommandResult {
  const { path, opened } = await readPolicyFile(terminal, file);
  const { policy } = opened.document;
  const errors = lint(policy).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new CommandEnd(1, `${findingLines(errors, terminal).join('\n')}\nThe policy was not served.`);
  if (flags.otlpEndpoint !== undefined && !/^https?:\/\//.test(flags.otlpEndpoint))
    throw new CommandEnd(2, `--otlp-endpoint is “${flags.otlpEndpoint}”, which is no address. Write it as in http://127.0.0.1:4318.`);
  const upstreams = await upstreamsOf(terminal, flags, policy);
  const { scenario } = await readScenarioArgument(terminal, flags.scenario, path);
  const served = ready(policy, upstreams, scenario, flags.seed);
  if (flags.scenario !== undefined && !served.models.some(({ isSimulated }) => isSimulated))
    throw new CommandEnd(
      2,
      'A scenario strikes simulated models, and here every model is really called. Add --mock, or leave --scenario out.',
    );
  for (const note of served.notes) terminal.err(note);

  let sink: SpanSink | undefined;
  const gateway = await started(flags.port, {
    policy,
    served,
    upstreams,
    log: (sentence) => terminal.err(sentence),
    onTrace: (trace) => sink?.write(trace),
    ...(flags.quiet ? {} : { onEnd: lineWriter(terminal) }),
  });
  try {
    sink = await sinkOf(terminal, flags, gateway, policy, [path]);
    terminal.out(`${policy.name} is served at ${gateway.url}/v1`);
    for (const { id, name } of served.entries)
      terminal.err(`Capability ${name}: ask for the model “${name}” or “${id}”, or send x-gracefall-capability.`);
    terminal.err('Ctrl-C ends it.');
    await new Promise<void>((ended) => {
      if (terminal.signal.aborted) ended();
      terminal.signal.addEventListener('abort', () => ended(), { once: true });
    });
  } finally {
    await gateway.close(PATIENCE_MS);
    await sink?.close();
  }
  return 0;
}

async function upstreamsOf(terminal: Terminal, flags: Flags, policy: Policy): Promise<Upstreams> {
  const guards = policy.nodes.flatMap(({ id, kind }) => (kind === 'input-guard' || kind === 'output-guard' ? [id] : []));
  const providers = [
    ...new Set(policy.nodes.flatMap(({ kind, config }) => (kind === 'model' ? [String(config['providerId'])] : []))),
  ].sort();
  if (flags.mock) {
    if (flags.upstreams !== undefined)
      throw new CommandEnd(
        2,
        '--mock calls nobody, so --upstreams would be passed over. Leave one out; single providers are simulated in the file itself.',
      );
    return { providers: new Map(providers.map((id) => [id, null])), guards: new Map() };
  }
  let text: string | null = null;
  if (flags.upstreams !== undefined) {
    const opened = await openText(resolve(terminal.folder, flags.upstreams));
    if (!opened.ok) throw new CommandEnd(2, opened.message);
    text = opened.text;
  }
  const read = readUpstreams(text, terminal.environment, { providers, guards });
  if (!read.ok) throw new CommandEnd(2, read.error.join('\n'));
  return read.value;
}

function ready(policy: Policy, upstreams: Upstreams, scenario: Scenario, seed: number): ServedPolicy {
  const conditionTargets = conditionTargetsOf(policy);
  const served = servedPolicy(policy, {
    isSimulated: (providerId) => upstreams.providers.get(providerId) === null,
    hasClassifier: (nodeId) => upstreams.guards.has(nodeId),
    conditions: compileScenario(resolveTargets(scenario, primaryProvider(policy)), conditionTargets),
    conditionTargets,
    seed,
  });
  if (!served.ok) throw new CommandEnd(1, served.error.join('\n'));
  return served.value;
}

async function sinkOf(
  terminal: Terminal,
  { traces, otlpEndpoint, force }: Flags,
  { traced, startUnixMs }: Gateway,
  policy: Policy,
  inputs: readonly string[],
): Promise<SpanSink | undefined> {
  if (traces === undefined && otlpEndpoint === undefined) return undefined;
  const path = traces === undefined ? undefined : resolve(terminal.folder, traces);
  if (path !== undefined && inputs.some((input) => isSameFile(input, path)))
    throw new CommandEnd(2, `--traces names ${traces}, which this command reads, so nothing was served. Choose another name.`);
  try {
    return await spansTo({
      run: traced,
      policy,
      startUnixMs,
      log: (sentence) => terminal.err(sentence),
      ...(path === undefined ? {} : { file: { path, mayReplace: force === true } }),
      ...(otlpEndpoint === undefined ? {} : { endpoint: otlpEndpoint }),
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new CommandEnd(
        2,
        `${traces} exists, so it was left as it is and nothing was served. Choose another name, or replace it with --force.`,
      );
    throw new CommandEnd(2, `${traces} cannot be written (${message}), so nothing was served. Choose another place.`);
  }
}

async function started(port: number, options: Parameters<typeof startGateway>[0]): Promise<Gateway> {
  try {
    return await startGateway({ ...options, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new CommandEnd(2, `Port ${port} is taken by another program. Choose another with --port, or 0 for any free one.`);
    if (code === 'EACCES') throw new CommandEnd(2, `Port ${port} may not be used by this account. Choose one above 1023 with --port.`);
    throw error;
  }
}

function lineWriter(terminal: Terminal): NonNullable<Parameters<typeof startGateway>[0]['onEnd']> {
  const paint = painter(terminal);
  return ({ request, entry, latencyMs, nodeId, tier, outcome, attempts, usd }) => {
    const ended = outcome === 'answered' ? paint('green', `tier ${tier}`) : paint('red', outcome);
    const by = nodeId === null ? '' : ` by ${nodeId}`;
    terminal.out(
      `#${request}  ${entry}  ${ended}${by}  ${Math.round(latencyMs)} ms  ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}  $${usd.toFixed(6)}`,
    );
  };
}
