import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type MockScript, type MockUpstream, mockScriptSchema, openText, startMockUpstream } from '../host/index.ts';
import { wholeNumber } from './inputs.ts';
import type { CommandResult } from './run.ts';
import { CommandEnd, type Terminal } from './terminal.ts';

const EXAMPLES = `
A script, all of it optional (docs/serve.md):
  {"models": {"gpt-4o": [{"does": "status", "status": 429, "retryAfterS": 2, "times": 3}, {"does": "stall"}]}, "otherwise": [{"delayMs": 300}]}

Examples:
  $ gracefall mock-upstream
  $ gracefall mock-upstream outage.json --port 9100
  $ OPENAI_BASE_URL=http://127.0.0.1:9100/v1 gracefall serve support-assistant.policy.json`;

export function addMockUpstream(program: Command, terminal: Terminal, end: (result: CommandResult) => Promise<void>): void {
  program
    .command('mock-upstream')
    .description('play a provider on 127.0.0.1 that fails as a script says')
    .argument('[script]', 'JSON file (default: every call is answered)')
    .option('--port <number>', 'port on 127.0.0.1; 0 = any free one', wholeNumber('A port', 0, 65_535), 9100)
    .addHelpText('after', EXAMPLES)
    .action((file: string | undefined, flags: { readonly port: number }) => end(play(terminal, file, flags.port)));
}

async function play(terminal: Terminal, file: string | undefined, port: number): CommandResult {
  const mock = await started(file === undefined ? mockScriptSchema.parse({}) : await readScript(terminal, file), port, terminal);
  terminal.out(`The mock upstream is at ${mock.baseUrl}`);
  terminal.err('Ctrl-C ends it.');
  await new Promise<void>((ended) => {
    if (terminal.signal.aborted) ended();
    terminal.signal.addEventListener('abort', () => ended(), { once: true });
  });
  await mock.close();
  return 0;
}

async function readScript(terminal: Terminal, file: string): Promise<MockScript> {
  const opened = await openText(resolve(terminal.folder, file));
  if (!opened.ok) throw new CommandEnd(2, opened.message);
  let read: unknown;
  try {
    read = JSON.parse(opened.text);
  } catch (error) {
    throw new CommandEnd(2, `${file} is no JSON (${(error as Error).message}), so nothing was played.`);
  }
  const parsed = mockScriptSchema.safeParse(read);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `${file}, ${path.join('.') || 'the whole'}: ${message}`);
  throw new CommandEnd(2, `${lines.join('\n')}\nThe script was not played; docs/serve.md has its form.`);
}

async function started(script: MockScript, port: number, terminal: Terminal): Promise<MockUpstream> {
  try {
    return await startMockUpstream(script, port, ({ model }, { does, status }) =>
      terminal.out(`${model}  ${does === 'status' ? `status ${status}` : does}`),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new CommandEnd(2, `Port ${port} is taken by another program. Choose another with --port, or 0 for any free one.`);
    throw error;
  }
}
