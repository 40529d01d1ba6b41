import { Trash2 } from 'lucide-react';
import { removeNodes } from '../../shared/edit/index.ts';
import type { PolicyNode } from '../../shared/model/index.ts';
import { Glyph } from '../parts/index.ts';
import { documentStore, viewStore } from '../state/index.ts';

export const SelectionInspector = ({ nodes, isReadOnly }: { readonly nodes: readonly PolicyNode[]; readonly isReadOnly: boolean }) => (
  <>
    <div className="inspector-head">
      <div className="inspector-name">
        <h2 className="inspector-title">{nodes.length} nodes selected</h2>
        <div className="small ink-3">Arrow keys move them together.</div>
      </div>
    </div>
    <div className="inspector-body scroll-thin">
      <ul className="outline">
        {nodes.map((node) => (
          <li key={node.id}>
            <button type="button" className="outline-item" onClick={() => viewStore.getState().select({ nodes: [node.id] })}>
              <Glyph kind={node.kind} />
              <span>{node.name}</span>
            </button>
          </li>
        ))}
      </ul>
      <div>
        <button
          type="button"
          className="btn danger"
          disabled={isReadOnly}
          onClick={() => {
            documentStore.getState().run(removeNodes(nodes.map(({ id }) => id)));
            viewStore.getState().select({});
          }}
        >
          <Trash2 size={14} /> Delete {nodes.length} nodes
        </button>
      </div>
    </div>
  </>
);
