import { disconnect } from '../../shared/edit/index.ts';
import { edgeId, type Layout, type Policy } from '../../shared/model/index.ts';
import { documentStore, type Selection, useDocument, useView, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { EdgeInspector } from './EdgeInspector.tsx';
import { NodeInspector } from './NodeInspector.tsx';
import { CountInspector, NoteInspector, removeNotes } from './NoteInspector.tsx';
import { PolicyInspector } from './PolicyInspector.tsx';
import { SelectionInspector } from './SelectionInspector.tsx';
import './inspector.css';

/** What is selected, as a form; the policy itself when nothing is. */
export function Inspector() {
  const policy = useDocument((state) => state.history?.document.policy);
  const groups = useDocument((state) => state.history?.document.layout.groups);
  const isReadOnly = useDocument((state) => state.origin.readOnlyReason !== undefined);
  const selection = useView((state) => state.selection);
  if (policy === undefined || groups === undefined) return null;
  return (
    <aside className="panel inspector" aria-label={words.inspector.title}>
      <h2 className="visually-hidden">{words.inspector.title}</h2>
      <Selected policy={policy} groups={groups} selection={selection} isReadOnly={isReadOnly} />
    </aside>
  );
}

/** Nodes before wires before notes: where several sorts are selected, the nodes are what a person means. */
function Selected({
  policy,
  groups,
  selection,
  isReadOnly,
}: {
  readonly policy: Policy;
  readonly groups: Layout['groups'];
  readonly selection: Selection;
  readonly isReadOnly: boolean;
}) {
  const nodes = policy.nodes.filter(({ id }) => selection.nodes.includes(id));
  const [node] = nodes;
  if (nodes.length > 1) return <SelectionInspector nodes={nodes} policy={policy} groups={groups} isReadOnly={isReadOnly} />;
  if (node !== undefined) return <NodeInspector key={node.id} node={node} policy={policy} isReadOnly={isReadOnly} />;

  const edges = policy.edges.filter((edge) => selection.edges.includes(edgeId(edge)));
  const [edge] = edges;
  if (edges.length > 1) {
    const remove = (): void => {
      documentStore.getState().run(disconnect(edges.map(edgeId)));
      viewStore.getState().select({});
    };
    return (
      <CountInspector
        title={words.inspector.severalConnections(edges.length)}
        verb={words.inspector.removeConnections(edges.length)}
        isReadOnly={isReadOnly}
        onRemove={remove}
      />
    );
  }
  if (edge !== undefined) return <EdgeInspector key={edgeId(edge)} edge={edge} policy={policy} isReadOnly={isReadOnly} />;

  if (selection.notes.length > 0) return <SelectedNotes ids={selection.notes} policy={policy} isReadOnly={isReadOnly} />;
  return <PolicyInspector policy={policy} isReadOnly={isReadOnly} />;
}

function SelectedNotes({
  ids,
  policy,
  isReadOnly,
}: {
  readonly ids: readonly string[];
  readonly policy: Policy;
  readonly isReadOnly: boolean;
}) {
  const layout = useDocument((state) => state.history?.document.layout);
  const notes = layout?.notes.filter(({ id }) => ids.includes(id)) ?? [];
  const [note] = notes;
  if (notes.length > 1) {
    return (
      <CountInspector
        title={words.inspector.severalNotes(notes.length)}
        verb={words.inspector.removeNotes(notes.length)}
        isReadOnly={isReadOnly}
        onRemove={() => removeNotes(notes.map(({ id }) => id))}
      />
    );
  }
  if (note !== undefined && layout !== undefined)
    return <NoteInspector key={note.id} note={note} policy={policy} layout={layout} isReadOnly={isReadOnly} />;
  return <PolicyInspector policy={policy} isReadOnly={isReadOnly} />;
}
