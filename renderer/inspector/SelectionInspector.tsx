import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { configProblem, removeNodes, setConfigOfAll } from '../../shared/edit/index.ts';
import { kinds, type NodeKind } from '../../shared/kinds/index.ts';
import type { Layout, Policy, PolicyNode } from '../../shared/model/index.ts';
import { Glyph } from '../parts/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { ChangedNote } from './ChangedNote.tsx';
import { FieldForm } from './FieldForm.tsx';
import { GroupSection } from './GroupSection.tsx';
import { GuideDialog } from './GuideDialog.tsx';
import { PresetRow } from './PresetRow.tsx';
import { SelectionVerbs } from './SelectionVerbs.tsx';
import { BoundsTable, useWorstCases } from './WorstCase.tsx';

const MOST_ROWS = 8;

/** Several nodes: of one kind they share a form, of several kinds what can be said and done of all. */
export function SelectionInspector({
  nodes,
  policy,
  groups,
  isReadOnly,
}: {
  readonly nodes: readonly PolicyNode[];
  readonly policy: Policy;
  readonly groups: Layout['groups'];
  readonly isReadOnly: boolean;
}) {
  const group = groups.find(({ nodeIds }) => nodeIds.length === nodes.length && nodes.every(({ id }) => nodeIds.includes(id)));
  const names = [...new Set(nodes.map((node) => node.kind))];
  const [only = ''] = names;
  const kind = names.length === 1 ? kinds.get(only) : undefined;
  return (
    <>
      <div className="inspector-head">
        {kind !== undefined && (
          <span className="inspector-glyph">
            <Glyph kind={kind.kind} size={18} />
          </span>
        )}
        <div className="inspector-name">
          <h2 className="inspector-title">
            {kind === undefined ? words.inspector.selected(nodes.length) : words.inspector.several(nodes.length, kind.face.title)}
          </h2>
          <div className="small ink-3">{kind === undefined ? words.inspector.moveTogether : words.inspector.severalHint}</div>
        </div>
      </div>
      <div className="inspector-body scroll-thin">
        {group !== undefined && <GroupSection group={group} isReadOnly={isReadOnly} />}
        {kind !== undefined && <SharedForm kind={kind} nodes={nodes} policy={policy} isReadOnly={isReadOnly} />}
        <NodeList nodes={nodes} />
        {!isReadOnly && <SelectionVerbs />}
        <WorstOfEach nodes={nodes} policy={policy} />
        {!isReadOnly && (
          <div>
            <button
              type="button"
              className="btn danger"
              onClick={() => {
                documentStore.getState().run(removeNodes(nodes.map(({ id }) => id)));
                viewStore.getState().select({});
              }}
            >
              <Trash2 size={14} /> {words.inspector.deleteNodes(nodes.length)}
            </button>
          </div>
        )}
      </div>
    </>
  );
}

/** One form for all: a change of a field is a change of each, as one step of the history. */
function SharedForm({
  kind,
  nodes,
  policy,
  isReadOnly,
}: {
  readonly kind: NodeKind;
  readonly nodes: readonly PolicyNode[];
  readonly policy: Policy;
  readonly isReadOnly: boolean;
}) {
  const [isGuideOpen, setGuideOpen] = useState(false);
  const { run } = documentStore.getState();
  const [first, ...rest] = nodes as readonly [PolicyNode, ...PolicyNode[]];
  const ids = nodes.map(({ id }) => id);
  return (
    <div className="inspector-form">
      {kind.presets !== undefined && <PresetRow nodes={nodes} presets={kind.presets} isReadOnly={isReadOnly} />}
      <FieldForm
        key={ids.join(' ')}
        idPrefix={`all-${first.id}`}
        fields={kind.fields}
        config={first.config}
        others={rest.map(({ config }) => config)}
        firstName={first.name}
        defaults={kind.config.defaults}
        policy={policy}
        nodeId={null}
        isDisabled={isReadOnly}
        focusKey={null}
        problemOf={(key, value) => nodes.map((node) => configProblem(node, key, value)).find((problem) => problem !== undefined)}
        onChange={(key, value, burst) => run(setConfigOfAll(ids, key, value), burst)}
        onGuide={() => setGuideOpen(true)}
      />
      <ChangedNote nodes={nodes} isReadOnly={isReadOnly} />
      {isGuideOpen && <GuideDialog title={kind.face.title} guide={kind.guide} onClose={() => setGuideOpen(false)} />}
    </div>
  );
}

const NodeList = ({ nodes }: { readonly nodes: readonly PolicyNode[] }) => (
  <ul className="outline">
    {nodes.slice(0, MOST_ROWS).map((node) => (
      <li key={node.id}>
        <button type="button" className="outline-item" onClick={() => viewStore.getState().select({ nodes: [node.id] })}>
          <Glyph kind={node.kind} />
          <span>{node.name}</span>
        </button>
      </li>
    ))}
    {nodes.length > MOST_ROWS && <li className="small ink-3">{words.inspector.showMore(nodes.length - MOST_ROWS)}</li>}
  </ul>
);

/** Side by side, the longest first; they are not added, as one call may lie inside another. */
function WorstOfEach({ nodes, policy }: { readonly nodes: readonly PolicyNode[]; readonly policy: Policy }) {
  const { cases, tokensText } = useWorstCases(policy);
  const rows = nodes
    .filter((node) => kinds.has(node.kind))
    .map((node) => ({ id: node.id, label: node.name, bounds: cases.of(node.id) }))
    .sort((a, b) => b.bounds.latencyMs - a.bounds.latencyMs || b.bounds.usd - a.bounds.usd);
  if (rows.length === 0) return null;
  return (
    <section className="inspector-section" aria-label={words.inspector.worstOfEach}>
      <h3 className="caption">{words.inspector.worstOfEach}</h3>
      <BoundsTable rows={rows.slice(0, MOST_ROWS)} />
      {rows.length > MOST_ROWS && <p className="small ink-3">{words.inspector.showMore(rows.length - MOST_ROWS)}</p>}
      <p className="small ink-2">{words.inspector.worstOfEachNote(tokensText)}</p>
    </section>
  );
}
