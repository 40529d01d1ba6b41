import type { Gateway } from './gateway.ts';
import { nativeGateway } from './native/index.ts';

const targets: readonly Gateway[] = [nativeGateway];

export const gateways: ReadonlyMap<string, Gateway> = new Map(targets.map((gateway) => [gateway.id, gateway]));
