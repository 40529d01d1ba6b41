import { Search } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useRef, useState } from 'react';
import { callOrder, kinds, type NodeKind, type PaletteGroup } from '../../shared/kinds/index.ts';
import { activeCanvas, addKind, KIND_DRAG_TYPE } from '../canvas/index.ts';
import { Glyph, Tip } from '../parts/index.ts';
import { useDocument, useView, viewStore } from '../state/index.ts';

const GROUPS: readonly { readonly group: PaletteGroup; readonly label: string }[] = [
  { group: 'flow', label: 'Flow' },
  { group: 'answers', label: 'Answers' },
  { group: 'protection', label: 'Protection' },
  { group: 'guardrails', label: 'Guardrails' },
  { group: 'money', label: 'Money' },
];

const fits = (kind: NodeKind, search: string): boolean => {
  const words = [kind.face.title, kind.face.purpose, ...kind.face.keywords].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
};

export function Palette() {
  return (
    <aside className="panel palette" aria-label="Palette and outline">
      <Tabs.Root defaultValue="add" className="palette-tabs">
        <Tabs.List className="segmented palette-switch" aria-label="Palette or outline">
          <Tabs.Trigger value="add">Add</Tabs.Trigger>
          <Tabs.Trigger value="outline">Outline</Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="add" className="palette-tab">
          <KindList />
        </Tabs.Content>
        <Tabs.Content value="outline" className="palette-tab scroll-thin">
          <Outline />
        </Tabs.Content>
      </Tabs.Root>
    </aside>
  );
}

function KindList() {
  const [search, setSearch] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const isReadOnly = useDocument((state) => state.origin.readOnlyReason !== undefined);
  const shown = [...kinds.values()].filter((kind) => fits(kind, search));
  return (
    <>
      <label className="search">
        <Search size={14} />
        <input
          ref={field}
          type="text"
          aria-label="Find a node kind"
          placeholder="Find a node kind"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            const [first] = shown;
            if (event.key === 'Enter' && first !== undefined && !isReadOnly) {
              addKind(first.kind, null);
              setSearch('');
            } else if (event.key === 'Escape') setSearch('');
          }}
        />
      </label>
      <div className="palette-list scroll-thin">
        {shown.length === 0 && <p className="ink-3 palette-none">No kind of node has that in its name.</p>}
        {GROUPS.map(({ group, label }) => {
          const members = shown.filter((kind) => kind.face.group === group);
          if (members.length === 0) return null;
          return (
            <section key={group} aria-label={label}>
              <h3 className="caption">{label}</h3>
              <ul>
                {members.map(({ kind, face }) => (
                  <li key={kind}>
                    <Tip text={face.purpose} side="right">
                      <button
                        type="button"
                        className="palette-item"
                        aria-label={`Add ${face.title.toLowerCase()}`}
                        draggable={!isReadOnly}
                        disabled={isReadOnly}
                        onDragStart={(event) => {
                          event.dataTransfer.setData(KIND_DRAG_TYPE, kind);
                          event.dataTransfer.effectAllowed = 'copy';
                        }}
                        onClick={() => addKind(kind, null)}
                      >
                        <Glyph kind={kind} />
                        <span>{face.title}</span>
                      </button>
                    </Tip>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </>
  );
}

/** Every node by name, in the order in which a request comes to them. */
function Outline() {
  const policy = useDocument((state) => state.history?.document.policy);
  const selection = useView((state) => state.selection);
  if (policy === undefined) return null;
  const reached = callOrder(policy);
  const rest = policy.nodes.filter((node) => !reached.includes(node));
  if (policy.nodes.length === 0) return <p className="ink-3 palette-none">No nodes yet.</p>;
  const item = (node: (typeof reached)[number]) => (
    <li key={node.id}>
      <button
        type="button"
        className="outline-item"
        aria-pressed={selection.nodes.includes(node.id)}
        onClick={() => {
          viewStore.getState().select({ nodes: [node.id] });
          activeCanvas()?.reveal(node.id);
        }}
      >
        <Glyph kind={node.kind} />
        <span>{node.name}</span>
      </button>
    </li>
  );
  return (
    <>
      <ul className="outline">{reached.map(item)}</ul>
      {rest.length > 0 && (
        <section>
          <h3 className="caption">Not reached by any request</h3>
          <ul className="outline">{rest.map(item)}</ul>
        </section>
      )}
    </>
  );
}
