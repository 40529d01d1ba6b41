import { Handle, type NodeProps, Position, useStore } from '@xyflow/react';
import { ChevronRight, CircleX, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { foldGroup } from '../../shared/edit/index.ts';
import { documentStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { canvasStore, useCanvas } from './canvas-store.ts';
import { FidelityPill } from './FidelityPill.tsx';
import { FigureLine } from './FigureLine.tsx';
import type { FoldedFlowNode } from './flow.ts';
import { GroupNameField } from './GroupNameField.tsx';

/** A folded group: one card with two sheets under it, its name, how many nodes it holds and the worst finding among them. */
export const FoldedNode = memo(function FoldedNode({ data, selected }: NodeProps<FoldedFlowNode>) {
  const { card, groupId, count, severity, findingCount, isReadOnly, isCompact, isFaded, overlay, figures, fidelity, portPlaces } = data;
  const { width, height } = card;
  const { name } = card.node;
  const isWriting = useCanvas(({ writing }) => writing === `group:${groupId}`);
  const zoom = useStore((flow) => flow.transform[2]);
  const wordSize = zoom < 1 ? Math.min(12 / zoom, isCompact ? 17 : 26) : undefined;
  const style = wordSize === undefined || (wordSize <= 13 && !isCompact) ? undefined : { fontSize: wordSize, lineHeight: 1.16 };
  const r = Math.min(10, height / 3);
  const rect = `M${r} 0H${width - r}Q${width} 0 ${width} ${r}V${height - r}Q${width} ${height} ${width - r} ${height}H${r}Q0 ${height} 0 ${height - r}V${r}Q0 0 ${r} 0Z`;
  const sheet = (d: number): string =>
    `M${r + d} ${height + d}H${width - r + d}Q${width + d} ${height + d} ${width + d} ${height - r + d}V${r + d}`;
  return (
    <div
      className={`card is-folded${selected ? ' is-selected' : ''}${isCompact ? ' is-chip' : ''}${isFaded ? ' is-faded' : ''}${fidelity === null ? '' : ` at-gateway-${fidelity.kind}`}`}
      style={{ width, height }}
    >
      <svg className="card-shape" width={width} height={height} aria-hidden="true">
        {selected && <path d={rect} className="card-glow" />}
        <path d={sheet(3)} className="card-line" />
        <path d={sheet(6)} className="card-line" />
        <path d={rect} className="card-body" />
        <path d={rect} className="card-border" />
      </svg>
      <div className="card-text">
        {isReadOnly ? (
          <span className="card-glyph" />
        ) : (
          <button
            type="button"
            className="card-glyph card-unfold nodrag"
            aria-label={words.canvas.unfold(name)}
            title={words.canvas.unfold(name)}
            onClick={() => documentStore.getState().run(foldGroup(groupId, false))}
          >
            <ChevronRight size={16} />
          </button>
        )}
        {isWriting && !isReadOnly ? (
          <GroupNameField groupId={groupId} name={name} />
        ) : isCompact ? (
          <span className="chip-words" title={`${name}: ${overlay?.value ?? ''}`}>
            <span className="card-name" style={style}>
              {name}
            </span>
            <span className="card-value" style={style}>
              {overlay?.value}
            </span>
          </span>
        ) : (
          // biome-ignore lint/a11y/noStaticElementInteractions: a pointer's way; by keys the group is renamed with a command
          <span
            className="card-name"
            style={style}
            title={isReadOnly ? name : words.canvas.renameGroupHint}
            onDoubleClick={() => !isReadOnly && canvasStore.setState({ writing: `group:${groupId}` })}
          >
            {name}
          </span>
        )}
        {!isCompact && severity !== null && (
          <span className={severity === 'error' ? 'card-flag ink-failed' : 'card-flag ink-t3'} title={words.canvas.findings(findingCount)}>
            {severity === 'error' ? <CircleX size={14} /> : <TriangleAlert size={14} />}
            <span className="visually-hidden">{words.canvas.has[severity]}</span>
          </span>
        )}
        {!isCompact && (
          <span className="card-summary is-one-line" style={style}>
            {words.canvas.nodes(count)}
          </span>
        )}
        {!isCompact && figures !== null && zoom >= 0.68 && <FigureLine figures={figures} zoom={zoom} />}
      </div>
      {fidelity !== null && <FidelityPill mark={fidelity} zoom={zoom} />}
      <Handle id="in" type="target" position={Position.Top} isConnectable={false} className="card-target" />
      {card.ports.map(({ port, at: usual }) => {
        const at = portPlaces[port.id] ?? usual;
        return (
          <Handle
            key={port.id}
            id={port.id}
            type="source"
            position={at.y < height ? Position.Right : Position.Bottom}
            isConnectable={false}
            className="card-port is-of-group"
            style={{ left: at.x, top: at.y }}
          />
        );
      })}
    </div>
  );
});
