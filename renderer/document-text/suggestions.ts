import { portsOf } from '../../shared/edit/index.ts';
import { kinds } from '../../shared/kinds/index.ts';
import type { Policy } from '../../shared/model/index.ts';
import { fieldOf } from './field-words.ts';
import { pathAt, scalarAt, type TextIndex } from './text-index.ts';

export interface Suggestion {
  readonly value: string;
  /** What the value stands for: the name of the node, the words of the port. */
  readonly detail: string;
}

/** Names of other things in the policy that may stand at an offset: what a schema cannot know. `policy` is the last valid one. */
export function suggestionsAt(index: TextIndex, offset: number, policy: Policy): readonly Suggestion[] {
  const path = pathAt(index, offset);
  if (path === null) return [];
  const key = path.at(-1);
  const beside = (...keys: (string | number)[]) => scalarAt(index, [...path.slice(0, -1), ...keys]);
  const [, list, position] = path;
  if (key === 'to') return nodes(policy, (kind) => kinds.get(kind)?.face.isCallable !== false);
  if (key === 'from' || key === 'nodeId') return nodes(policy);
  if (key === 'entryId') return nodes(policy, (kind) => kind === 'entry');
  if (list === 'edges' && key === 'port') {
    const node = policy.nodes.find(({ id }) => id === beside('from'));
    return node === undefined ? [] : portsOf(node).map(({ id, label }) => ({ value: id, detail: label }));
  }
  if (list !== 'nodes') return [];
  // Of a node without a kind the schema says which there are; of one that has a kind it knows only that.
  if (key === 'kind' && path.length === 4) {
    return kinds.has(String(scalarAt(index, path)))
      ? [...kinds.values()].map(({ kind, face }) => ({ value: kind, detail: face.title }))
      : [];
  }
  if (path[3] !== 'config') return [];
  const kind = kinds.get(String(scalarAt(index, ['policy', 'nodes', position as number, 'kind'])));
  const control = kind === undefined ? undefined : fieldOf(kind.fields, path.slice(4))?.control;
  if (control?.kind === 'provider') return policy.providers.map(({ id, name }) => ({ value: id, detail: name }));
  if (control?.kind === 'model') {
    const provider = policy.providers.find(({ id }) => id === beside(control.providerKey));
    return provider?.models.map(({ name }) => ({ value: name, detail: provider.name })) ?? [];
  }
  return [];
}

const nodes = (policy: Policy, fits: (kind: string) => boolean = () => true): Suggestion[] =>
  policy.nodes
    .filter(({ kind }) => fits(kind))
    .map(({ id, name, kind }) => ({ value: id, detail: `${name}, ${kinds.get(kind)?.face.title.toLowerCase() ?? kind}` }));
