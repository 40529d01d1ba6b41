import { scanJson } from '../../shared/format/index.ts';
import type { Finding } from '../../shared/model/index.ts';

export type TextPath = readonly (string | number)[];

/** Which value stands where in a policy's text. Of a broken text it knows what stands before the fault. */
export interface TextIndex {
  readonly text: string;
  /** Ascending. */
  readonly values: readonly { readonly offset: number; readonly path: TextPath }[];
  readonly offsets: ReadonlyMap<string, number>;
  /** Position in the list of the text, by node id, provider id and `from:port`. */
  readonly nodes: ReadonlyMap<string, number>;
  readonly providers: ReadonlyMap<string, number>;
  readonly edges: ReadonlyMap<string, number>;
}

export function indexText(text: string): TextIndex {
  const values: { offset: number; path: TextPath }[] = [];
  const offsets = new Map<string, number>();
  const [nodes, providers, edges] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  let from = '';
  scanJson(text, (here, offset) => {
    const path = [...here];
    values.push({ offset, path });
    offsets.set(keyOf(path), offset);
    const [root, list, position, field] = path;
    if (root !== 'policy' || path.length !== 4 || typeof position !== 'number') return;
    if (field === 'id' && list === 'nodes') nodes.set(stringAt(text, offset), position);
    else if (field === 'id' && list === 'providers') providers.set(stringAt(text, offset), position);
    else if (list === 'edges' && field === 'from') from = stringAt(text, offset);
    else if (list === 'edges' && field === 'port') edges.set(`${from}:${stringAt(text, offset)}`, position);
  });
  return { text, values, offsets, nodes, providers, edges };
}

/** Path of the value or of the key at an offset; a key belongs to its value. Null in front of everything. */
export function pathAt(index: TextIndex, offset: number): TextPath | null {
  const { values, text } = index;
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]!.offset <= offset) low = middle + 1;
    else high = middle;
  }
  const next = values[low];
  const isKey = next !== undefined && typeof next.path.at(-1) === 'string' && !text.slice(offset, next.offset).includes('\n');
  if (isKey && /["\w]/.test(text[offset] ?? '')) return next.path;
  return values[low - 1]?.path ?? null;
}

/** Offset of the value, or of the nearest one around it that exists. */
export function offsetOf(index: TextIndex, path: TextPath): number {
  for (let length = path.length; length > 0; length--) {
    const offset = index.offsets.get(keyOf(path.slice(0, length)));
    if (offset !== undefined) return offset;
  }
  return 0;
}

/** The plain value at a path as it stands in the text; undefined for a list, an object and what is not there. */
export function scalarAt(index: TextIndex, path: TextPath): string | number | boolean | null | undefined {
  const offset = index.offsets.get(keyOf(path));
  if (offset === undefined) return undefined;
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

const keyOf = (path: TextPath): string => JSON.stringify(path);
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
