import { bifrostGateway } from './bifrost/index.ts';
import { cloudflareGateway } from './cloudflare/index.ts';
import type { Dialect } from './dialect.ts';
import { envoyGateway } from './envoy/index.ts';
import type { Gateway } from './gateway.ts';
import { kongGateway } from './kong/index.ts';
import { litellmGateway } from './litellm/index.ts';
import { nativeGateway } from './native/index.ts';
import { openRouterGateway } from './openrouter/index.ts';
import { portkeyGateway, portkeyHostedGateway } from './portkey/index.ts';
import type { ConfigReader } from './read/imported.ts';

const targets: readonly Gateway[] = [
  nativeGateway,
  portkeyGateway,
  portkeyHostedGateway,
  litellmGateway,
  cloudflareGateway,
  openRouterGateway,
  envoyGateway,
  kongGateway,
  bifrostGateway,
];

export const gateways: ReadonlyMap<string, Gateway> = new Map(targets.map((gateway) => [gateway.id, gateway]));

/** Gateways as which a policy can be rehearsed; without one it runs as drawn. */
export const dialects: ReadonlyMap<string, Dialect> = new Map(
  targets.flatMap(({ dialect }) => (dialect === null ? [] : [[dialect.id, dialect] as const])),
);

/** Gateways whose configs can be read as a policy. A config is known by its keys, and no two of them know the same. */
export const configReaders: readonly ConfigReader[] = targets.flatMap(({ reader }) => reader ?? []);
