import { freePortOf, portsOf } from '../../shared/edit/index.ts';
import { edgeId, type Policy } from '../../shared/model/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { canvasStore } from './canvas-store.ts';

/** Opens the list of kinds for the selected node's first free port; where all its ports are used, for its first connection. */
export function openAddAfter(): void {
  const { history } = documentStore.getState();
  const { selection, toast } = viewStore.getState();
  const node = history?.document.policy.nodes.find(({ id }) => id === selection.nodes[0]);
  if (history === null || node === undefined) return;
  const target = targetOf(history.document.policy, node.id);
  if (target === null) {
    toast({ tone: 'note', text: words.canvas.noFreePort(node.name) });
    return;
  }
  const box = window.document.querySelector(`.canvas .react-flow__node[data-id="${CSS.escape(node.id)}"]`)?.getBoundingClientRect();
  const page = box === undefined ? { x: window.innerWidth / 2, y: window.innerHeight / 2 } : { x: box.left + 12, y: box.bottom + 8 };
  canvasStore.setState({ quickAdd: { nodeId: node.id, ...target, place: null, page } });
}

function targetOf(policy: Policy, nodeId: string): { readonly portId: string; readonly wireId: string | null } | null {
  const node = policy.nodes.find(({ id }) => id === nodeId);
  if (node === undefined) return null;
  const free = freePortOf(policy, node);
  if (free !== undefined) return { portId: free.id, wireId: null };
  const [first] = portsOf(node);
  return first === undefined ? null : { portId: first.id, wireId: edgeId({ from: nodeId, port: first.id }) };
}
