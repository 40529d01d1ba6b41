import { scanJson } from '../../shared/format/index.ts';
import type { Finding } from '../../shared/model/index.ts';

export type TextPath = readonly (string | number)[];

/**
 * Which value stands where in a policy's text, as a tree in flat lists: a large policy has a quarter of a million values. Of a
 * broken text it knows what stands before the fault.
 */
export interface TextIndex {
  readonly text: string;
  /** By number of the value, in the order of the text. */
  readonly offsets: readonly number[];
  readonly keys: readonly (string | number)[];
  /** −1 for the root, and where there is none. */
  readonly parents: readonly number[];
  readonly firstChildren: readonly number[];
  readonly nextSiblings: readonly number[];
  /** Position in the list of the text, by node id, provider id and `from:port`. */
  readonly nodes: ReadonlyMap<string, number>;
  readonly providers: ReadonlyMap<string, number>;
  readonly edges: ReadonlyMap<string, number>;
}

export function indexText(text: string): TextIndex {
  const offsets: number[] = [];
  const keys: (string | number)[] = [];
  const parents: number[] = [];
  const firstChildren: number[] = [];
  const nextSiblings: number[] = [];
  const [nodes, providers, edges] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  /** The latest value of each depth. */
  const latest: number[] = [];
  let from = '';
  scanJson(text, (here, offset) => {
    const depth = here.length;
    const value = offsets.length;
    const parent = depth === 0 ? -1 : latest[depth - 1]!;
    offsets.push(offset);
    keys.push(here[depth - 1] ?? '');
    parents.push(parent);
    firstChildren.push(-1);
    nextSiblings.push(-1);
    if (parent !== -1 && firstChildren[parent] === -1) firstChildren[parent] = value;
    else if (parent !== -1) nextSiblings[latest[depth]!] = value;
    latest[depth] = value;
    if (depth !== 4 || here[0] !== 'policy' || typeof here[2] !== 'number') return;
    const [, list, position, field] = here;
    if (field === 'id' && list === 'nodes') nodes.set(stringAt(text, offset), position as number);
    else if (field === 'id' && list === 'providers') providers.set(stringAt(text, offset), position as number);
    else if (list === 'edges' && field === 'from') from = stringAt(text, offset);
    else if (list === 'edges' && field === 'port') edges.set(`${from}:${stringAt(text, offset)}`, position as number);
  });
  return { text, offsets, keys, parents, firstChildren, nextSiblings, nodes, providers, edges };
}

/** Path of the value or of the key at an offset; a key belongs to its value. Null in front of everything. */
export function pathAt(index: TextIndex, offset: number): TextPath | null {
  const { offsets, keys, text } = index;
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  const isBeforeKey = low < offsets.length && typeof keys[low] === 'string' && !text.slice(offset, offsets[low]).includes('\n');
  if (isBeforeKey && /["\w]/.test(text[offset] ?? '')) return pathOf(index, low);
  return low === 0 ? null : pathOf(index, low - 1);
}

function pathOf({ keys, parents }: TextIndex, value: number): TextPath {
  const path: (string | number)[] = [];
  for (let at = value; parents[at] !== -1; at = parents[at]!) path.unshift(keys[at]!);
  return path;
}

/** Offset of the value, or of the nearest one around it that exists. */
export const offsetOf = (index: TextIndex, path: TextPath): number => index.offsets[nearest(index, path).value] ?? 0;

function nearest({ keys, firstChildren, nextSiblings }: TextIndex, path: TextPath): { readonly value: number; readonly isExact: boolean } {
  let value = 0;
  for (const key of path) {
    let child = firstChildren[value] ?? -1;
    while (child !== -1 && keys[child] !== key) child = nextSiblings[child]!;
    if (child === -1) return { value, isExact: false };
    value = child;
  }
  return { value, isExact: true };
}

/** The plain value at a path as it stands in the text; undefined for a list, an object and what is not there. */
export function scalarAt(index: TextIndex, path: TextPath): string | number | boolean | null | undefined {
  const { value, isExact } = nearest(index, path);
  const offset = index.offsets[value];
  if (!isExact || offset === undefined) return undefined;
  SCALAR.lastIndex = offset;
  const scalar = SCALAR.exec(index.text);
  return scalar === null ? undefined : JSON.parse(scalar[0]);
}

/** Where a node stands: at its name, which is what a person looks for. Null when the text has no such node. */
export function nodePath(index: TextIndex, nodeId: string): TextPath | null {
  const position = index.nodes.get(nodeId);
  return position === undefined ? null : ['policy', 'nodes', position, 'name'];
}

/** Where a finding is shown: its field, its edge or its provider, else its node, else the policy's name. */
export function findingPath(index: TextIndex, finding: Pick<Finding, 'nodeId' | 'edgeId' | 'providerId' | 'path'>): TextPath {
  const node = finding.nodeId === undefined ? undefined : index.nodes.get(finding.nodeId);
  if (node !== undefined && finding.path !== undefined) return ['policy', 'nodes', node, 'config', ...finding.path];
  const edge = finding.edgeId === undefined ? undefined : index.edges.get(finding.edgeId);
  if (edge !== undefined) return ['policy', 'edges', edge, 'port'];
  if (node !== undefined) return ['policy', 'nodes', node, 'name'];
  const provider = finding.providerId === undefined ? undefined : index.providers.get(finding.providerId);
  // A finding counts providers as they were drawn, the text by id.
  if (provider !== undefined) {
    const within = finding.path?.[0] === 'providers' ? finding.path.slice(2) : [];
    return ['policy', 'providers', provider, ...(within.length === 0 ? ['name'] : within)];
  }
  return ['policy', ...(finding.path ?? ['name'])];
}

/** The node, edge or nothing that a place in the text belongs to. */
export function thingAt(index: TextIndex, offset: number): { readonly nodes: string[]; readonly edges: string[] } {
  const path = pathAt(index, offset);
  const nothing = { nodes: [], edges: [] };
  if (path === null || path[0] !== 'policy' || typeof path[2] !== 'number') return nothing;
  const base = path.slice(0, 3);
  if (path[1] === 'nodes') {
    const id = scalarAt(index, [...base, 'id']);
    return typeof id === 'string' ? { nodes: [id], edges: [] } : nothing;
  }
  if (path[1] === 'edges') {
    const [from, port] = [scalarAt(index, [...base, 'from']), scalarAt(index, [...base, 'port'])];
    return typeof from === 'string' && typeof port === 'string' ? { nodes: [], edges: [`${from}:${port}`] } : nothing;
  }
  return nothing;
}

const SCALAR = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;

function stringAt(text: string, offset: number): string {
  STRING.lastIndex = offset;
  const string = STRING.exec(text);
  try {
    return string === null ? '' : String(JSON.parse(string[0]));
  } catch {
    // A bad escape: the scan tells of it.
    return '';
  }
}
