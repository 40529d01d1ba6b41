import { breaker } from './breaker/index.ts';
import { fallback } from './fallback/index.ts';
import type { NodeKind } from './kind.ts';
import { retry } from './retry/index.ts';
import { template } from './template/index.ts';
import { timeout } from './timeout/index.ts';

/** The registry: one line a kind, in the order of the palette. */
const registered: readonly NodeKind[] = [fallback, template, retry, breaker, timeout];

export const kinds: ReadonlyMap<string, NodeKind> = new Map(registered.map((kind) => [kind.kind, kind]));
