import { type NodeProps, useStore } from '@xyflow/react';
import { ChevronDown } from 'lucide-react';
import { foldGroup } from '../../shared/edit/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { canvasStore, useCanvas } from './canvas-store.ts';
import type { FrameFlowNode } from './flow.ts';
import { GroupNameField } from './GroupNameField.tsx';

const texts = words.canvas;

/** An open group: a titled frame behind its nodes. The title moves all of them; a click on it selects them. */
export function FrameNode({ data }: NodeProps<FrameFlowNode>) {
  const { groupId, name, count, bounds, isReadOnly, isCompact, isSelected } = data;
  const isWriting = useCanvas(({ writing }) => writing === `group:${groupId}`);
  // The name keeps 12 px on the screen, as other words on the sheet do.
  const zoom = useStore((flow) => flow.transform[2]);
  const size = zoom < 1 ? Math.min(22, 12 / zoom) : undefined;
  return (
    <section
      className={`frame${isSelected ? ' is-selected' : ''}${isCompact ? ' is-compact' : ''}`}
      aria-label={texts.group(name, count)}
      style={{ width: bounds.width, height: bounds.height }}
    >
      <div className="frame-title" style={size === undefined ? undefined : { fontSize: size, lineHeight: 1.3 }}>
        {!isReadOnly && (
          <button
            type="button"
            className="btn ghost icon compact nodrag"
            aria-label={texts.fold(name)}
            title={texts.fold(name)}
            onClick={() => documentStore.getState().run(foldGroup(groupId, true))}
          >
            <ChevronDown size={14} />
          </button>
        )}
        {isWriting && !isReadOnly ? (
          <GroupNameField groupId={groupId} name={name} />
        ) : (
          // biome-ignore lint/a11y/noStaticElementInteractions: a pointer's way; by keys the group is renamed and chosen with commands
          // biome-ignore lint/a11y/useKeyWithClickEvents: as above
          <span
            className="frame-name"
            title={isReadOnly ? undefined : texts.renameGroupHint}
            onClick={() => !isReadOnly && selectMembers(groupId)}
            onDoubleClick={() => !isReadOnly && canvasStore.setState({ writing: `group:${groupId}` })}
          >
            {name}
          </span>
        )}
        <span className="frame-count">{count}</span>
      </div>
    </section>
  );
}

export function selectMembers(groupId: string): void {
  const group = documentStore.getState().history?.document.layout.groups.find(({ id }) => id === groupId);
  if (group !== undefined) viewStore.getState().select({ nodes: group.nodeIds });
}
