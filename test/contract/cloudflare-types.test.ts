import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { gateways } from '../../shared/gateways/index.ts';
import { sources } from '../architecture/sources.ts';
import { dollarProvider, policyOfLines } from '../fixtures/line-policy.ts';
import { anyProvider, drawnTree, PROVIDERS, policyOf } from '../properties/random-policy.ts';

/**
 * Routes against the types of Cloudflare's own client (npm `cloudflare` 7.3.0), by the compiler: the shipped policies' and those of random ones. Only the
 * types are read, and from the installed package: no account and no network.
 */

const MODULES = new URL('../../node_modules', import.meta.url).pathname;
const SAMPLES = 150;

const cloudflare = gateways.get('cloudflare')!;

/** `{name, elements}` is what `POST …/routes` takes; the account stands in its address. */
const head = `import type { DynamicRoutingCreateParams } from ${JSON.stringify(join(MODULES, 'cloudflare/resources/ai-gateway/dynamic-routing'))};
type Route = Pick<DynamicRoutingCreateParams, 'name' | 'elements'>;`;

async function compiled(code: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gracefall-routes-'));
  try {
    await writeFile(join(folder, 'routes.ts'), code);
    const compilerOptions = { strict: true, noEmit: true, skipLibCheck: true, target: 'ES2023', module: 'ESNext', types: [] };
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...compilerOptions, moduleResolution: 'bundler' }, files: ['routes.ts'] }),
    );
    const tsc = promisify(execFile)(process.execPath, [join(MODULES, 'typescript/bin/tsc'), '-p', folder]);
    return await tsc.then(
      () => '',
      (error: { stdout: string }) => error.stdout,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

function routesOf(): string[] {
  const shipped = sources(/^test\/golden\/exports\/cloudflare\/.*\.cloudflare(\.[^.]+)?\.json$/).map(({ text }) => text);
  expect(shipped.length).toBeGreaterThan(3);
  // Random routers keep the routes of their example, which has no share.
  const shares = { routes: [0.1, 0.1, 0.35].map((share, at) => ({ id: `r${at}`, condition: 'percentage', share })) };
  const split = policyOfLines(
    'P',
    [dollarProvider('openai', 'OpenAI', ['m'])],
    [
      ['entry', 'entry', {}, { next: 'ways' }],
      ['ways', 'router', shares, { r0: 'm', r1: 'm', r2: 'm', otherwise: 'm' }],
      ['m', 'model', { providerId: 'openai', model: 'm' }],
    ],
  );
  const policies = [
    split,
    ...fc.sample(
      fc.tuple(drawnTree(), ...PROVIDERS.map(anyProvider)).map(([root, ...providers]) => policyOf(root, providers)),
      { numRuns: SAMPLES, seed: 20261125 },
    ),
  ];
  const random = policies.flatMap((policy) => {
    const exported = policy === undefined ? undefined : cloudflare.export(policy, { sha256Of: () => 'unused', protections: 'leave-out' });
    return exported?.ok === true ? exported.value.files.map(({ text }) => text) : [];
  });
  expect(random.length).toBeGreaterThan(SAMPLES / 4);
  return [...shipped, ...random];
}

test('every exported route is what Cloudflare’s client takes, and a route in the form of the old documentation is not', async () => {
  const routes = routesOf();
  for (const type of ['conditional', 'percentage', 'rate', 'model', 'end']) {
    expect(routes.some((text) => text.includes(`"type": "${type}"`))).toBe(true);
  }
  const code = [
    head,
    ...routes.map((text, at) => `export const route${at}: Route = ${text};`),
    // The compiler reports an error that is expected and does not come.
    `export const old: Route = { name: 'old', elements: [`,
    `  // @ts-expect-error\n  { id: 'l', type: 'rate_limit', properties: { key: 'metadata.user', limit: 1, limitType: 'count', interval: 60 }, outputs: { success: { elementId: 'end' }, fallback: { elementId: 'end' } } },`,
    `  // @ts-expect-error\n  { id: 'm', type: 'model', properties: { provider: 'openai', model: 'm', timeout: 1 }, outputs: { success: { elementId: 'end' }, fallback: { elementId: 'end' } } },`,
    `] };`,
  ].join('\n');
  expect(await compiled(code)).toBe('');
});
