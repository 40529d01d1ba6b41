import { useDocument, useView } from '../state/index.ts';
import { EdgeInspector } from './EdgeInspector.tsx';
import { NodeInspector } from './NodeInspector.tsx';
import { PolicyInspector } from './PolicyInspector.tsx';
import { SelectionInspector } from './SelectionInspector.tsx';
import './inspector.css';

/** What is selected, as a form; the policy itself when nothing is. */
export function Inspector() {
  const policy = useDocument((state) => state.history?.document.policy);
  const isReadOnly = useDocument((state) => state.origin.readOnlyReason !== undefined);
  const selection = useView((state) => state.selection);
  if (policy === undefined) return null;
  const nodes = policy.nodes.filter(({ id }) => selection.nodes.includes(id));
  const edge = policy.edges.find(({ from, port }) => selection.edges.includes(`${from}:${port}`));
  const [node] = nodes;
  return (
    <aside className="panel inspector" aria-label="Inspector">
      {nodes.length > 1 ? (
        <SelectionInspector nodes={nodes} isReadOnly={isReadOnly} />
      ) : node !== undefined ? (
        <NodeInspector key={node.id} node={node} policy={policy} isReadOnly={isReadOnly} />
      ) : edge !== undefined ? (
        <EdgeInspector edge={edge} policy={policy} isReadOnly={isReadOnly} />
      ) : (
        <PolicyInspector policy={policy} isReadOnly={isReadOnly} />
      )}
    </aside>
  );
}
