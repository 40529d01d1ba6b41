import { BookOpen, Copy, Ellipsis, RotateCcw, Trash2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import {
  changedFields,
  configProblem,
  copyNodes,
  pasteNodes,
  removeNodes,
  renameNode,
  restoreDefaults,
  setConfig,
} from '../../shared/edit/index.ts';
import { kinds, type NodeKind } from '../../shared/kinds/index.ts';
import type { Policy, PolicyNode } from '../../shared/model/index.ts';
import { FindingCard } from '../findings/index.ts';
import { Glyph } from '../parts/index.ts';
import { documentStore, useFindings, useView, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { AtGateway } from './AtGateway.tsx';
import { ChangedNote } from './ChangedNote.tsx';
import { FieldForm } from './FieldForm.tsx';

import { GuideDialog } from './GuideDialog.tsx';
import { LastRun } from './LastRun.tsx';
import { PortList } from './PortList.tsx';
import { PresetRow } from './PresetRow.tsx';
import { Reasons } from './Reasons.tsx';
import { NameInput } from './typed-controls.tsx';
import { WorstCase } from './WorstCase.tsx';

export function NodeInspector({
  node,
  policy,
  isReadOnly,
}: {
  readonly node: PolicyNode;
  readonly policy: Policy;
  readonly isReadOnly: boolean;
}) {
  const kind = kinds.get(node.kind);
  const focus = useView((state) => state.focus);
  const findings = useFindings((state) => state.findings);
  const own = findings.filter((finding) => finding.nodeId === node.id);
  const focusKey = focus?.nodeId === node.id ? focus.key : null;
  const [isGuideOpen, setGuideOpen] = useState(false);
  const { run } = documentStore.getState();
  return (
    <>
      <div className="inspector-head">
        <span className="inspector-glyph">
          <Glyph kind={node.kind} size={18} />
        </span>
        <div className="inspector-name">
          <NameInput
            id={`name-${node.id}`}
            className="name-input"
            label={words.inspector.name}
            name={node.name}
            isDisabled={isReadOnly}
            onRename={(name, burst) => run(renameNode(node.id, name), burst)}
          />
          <div className="small ink-3">
            {kind?.face.title ?? words.inspector.unknownKind} <span className="mono">{node.id}</span>
          </div>
        </div>
        <NodeMenu node={node} kind={kind} isReadOnly={isReadOnly} onGuide={() => setGuideOpen(true)} />
      </div>
      <div className="inspector-body scroll-thin">
        {kind === undefined ? (
          <p className="ink-2">{words.inspector.unknownKindKept(node.kind)}</p>
        ) : (
          <>
            <p className="ink-2">{kind.face.purpose}</p>
            <AtGateway node={node} />
            <Reasons node={node} />
            {own.map((finding) => (
              <FindingCard
                key={`${finding.rule}${finding.about ?? ''}${finding.path?.join('.') ?? ''}${finding.edgeId ?? ''}`}
                finding={finding}
                isReadOnly={isReadOnly}
              />
            ))}
            <div className="inspector-form">
              {kind.presets !== undefined && <PresetRow nodes={[node]} presets={kind.presets} isReadOnly={isReadOnly} />}
              <FieldForm
                // Another ask for the same field focuses it again.
                key={`${node.id} ${focusKey === null ? '' : focus?.tick}`}
                idPrefix={`f-${node.id}`}
                fields={kind.fields}
                config={node.config}
                defaults={kind.config.defaults}
                policy={policy}
                nodeId={node.id}
                isDisabled={isReadOnly}
                focusKey={focusKey}
                problemOf={(key, value) => configProblem(node, key, value)}
                onChange={(key, value, burst) => run(setConfig(node.id, key, value), burst)}
                onGuide={() => setGuideOpen(true)}
              />
              <ChangedNote nodes={[node]} isReadOnly={isReadOnly} />
            </div>
            <PortList
              key={`ports ${node.id} ${focusKey === null ? '' : focus?.tick}`}
              node={node}
              policy={policy}
              isReadOnly={isReadOnly}
              focusKey={focusKey}
            />
            <WorstCase node={node} policy={policy} />
            <LastRun node={node} />
          </>
        )}
      </div>
      {isGuideOpen && kind !== undefined && <GuideDialog title={kind.face.title} guide={kind.guide} onClose={() => setGuideOpen(false)} />}
    </>
  );
}

function NodeMenu({
  node,
  kind,
  isReadOnly,
  onGuide,
}: {
  readonly node: PolicyNode;
  readonly kind: NodeKind | undefined;
  readonly isReadOnly: boolean;
  readonly onGuide: () => void;
}) {
  const { run } = documentStore.getState();
  const duplicate = (): void => {
    const document = documentStore.getState().history?.document;
    if (document === undefined) return;
    const before = new Set(document.policy.nodes.map(({ id }) => id));
    const at = document.layout.nodes[node.id] ?? { x: 0, y: 0 };
    run(pasteNodes(copyNodes(document, [node.id]), { x: at.x + 24, y: at.y + 90 }));
    const added = documentStore.getState().history?.document.policy.nodes.find(({ id }) => !before.has(id));
    if (added !== undefined) viewStore.getState().select({ nodes: [added.id] });
  };
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="btn ghost icon" aria-label={words.inspector.more(node.name)}>
        <Ellipsis size={16} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="popup" align="end" sideOffset={4}>
          {kind !== undefined && (
            <DropdownMenu.Item className="popup-item" onSelect={onGuide}>
              <BookOpen size={14} /> {words.inspector.readGuide}
            </DropdownMenu.Item>
          )}
          <DropdownMenu.Item className="popup-item" disabled={isReadOnly} onSelect={duplicate}>
            <Copy size={14} /> {words.inspector.duplicate}
          </DropdownMenu.Item>
          {kind !== undefined && (
            <DropdownMenu.Item
              className="popup-item"
              disabled={isReadOnly || changedFields(node).length === 0}
              onSelect={() => run(restoreDefaults([node.id]))}
            >
              <RotateCcw size={14} /> {words.inspector.restoreAll}
            </DropdownMenu.Item>
          )}
          <DropdownMenu.Separator className="popup-rule" />
          <DropdownMenu.Item
            className="popup-item ink-failed"
            disabled={isReadOnly}
            onSelect={() => {
              run(removeNodes([node.id]));
              viewStore.getState().select({});
            }}
          >
            <Trash2 size={14} /> {words.inspector.delete}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
