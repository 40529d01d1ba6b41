import type { NodeKind } from './kind.ts';

/** The registry: one line a kind, in the order of the palette. */
const registered: readonly NodeKind[] = [];

export const kinds: ReadonlyMap<string, NodeKind> = new Map(registered.map((kind) => [kind.kind, kind]));
