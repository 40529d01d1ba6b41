import { Handle, type NodeProps, Position, useConnection, useStore } from '@xyflow/react';
import { CircleX, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { Glyph } from '../parts/index.ts';
import type { CardFlowNode } from './flow.ts';
import { armOf, outlineOf } from './outline.ts';

export const CardNode = memo(function CardNode({ data, selected }: NodeProps<CardFlowNode>) {
  const { card, title, summary, rows, severity, findingCount, isReadOnly, isCompact, overlay, isFaded } = data;
  const { width, height } = card;
  const outline = outlineOf(card);
  const isConnecting = useConnection((connection) => connection.inProgress);
  // Below 80 % the summary could not be read any more; the name keeps 12 px on the screen instead.
  const zoom = useStore((state) => state.transform[2]);
  const isSmall = !isCompact && zoom < 0.8;
  const nameSize = isSmall || (isCompact && zoom < 1) ? Math.min(12 / zoom, isCompact ? 16 : 26) : undefined;
  const state = overlay?.state ?? 'closed';
  const className = `card silhouette-${card.silhouette}${selected ? ' is-selected' : ''}${isCompact ? ' is-chip' : ''}${isFaded ? ' is-faded' : ''}`;
  return (
    <div className={className} style={{ width, height }}>
      <svg className="card-shape" width={width} height={height} aria-hidden="true">
        {selected && <path d={outline.body} className="card-glow" />}
        {outline.lines.map((line) => (
          <path key={line} d={line} className="card-line" />
        ))}
        <path d={outline.body} className="card-body" />
        <path d={outline.border} className="card-border" />
        {outline.bar !== null && <path d={outline.bar} className="card-bar" />}
        {outline.contacts !== null && (
          <g className={`contacts is-${state}`}>
            <path d={armOf(outline.contacts, state).path} strokeDasharray={state === 'half-open' ? '3 3' : undefined} />
            <circle cx={outline.contacts.x} cy={outline.contacts.y1} r={2.6} />
            <circle cx={outline.contacts.x} cy={outline.contacts.y2} r={2.6} />
          </g>
        )}
        {card.hasRows && !isCompact && <path d={`M12 ${70}H${width - 14}`} className="card-divider" />}
      </svg>
      <div className="card-text">
        <span className="card-glyph">
          <Glyph kind={card.node.kind} size={isSmall ? Math.min(24, 16 / zoom) : 16} />
        </span>
        <span className="card-name" style={nameSize === undefined ? undefined : { fontSize: nameSize, lineHeight: 1.25 }}>
          {card.node.name}
        </span>
        {isCompact ? (
          <span
            className={`card-value${overlay?.state === 'open' ? ' ink-failed strong' : ''}`}
            style={nameSize === undefined ? undefined : { fontSize: nameSize }}
          >
            {overlay?.value ?? 'no calls'}
          </span>
        ) : (
          severity !== null && (
            <span
              className={severity === 'error' ? 'card-flag ink-failed' : 'card-flag ink-t3'}
              title={findingCount === 1 ? '1 finding' : `${findingCount} findings`}
            >
              {severity === 'error' ? <CircleX size={14} /> : <TriangleAlert size={14} />}
              <span className="visually-hidden">{severity === 'error' ? 'has an error' : 'has a warning'}</span>
            </span>
          )
        )}
        {!isCompact && !isSmall && <span className="card-summary">{summary}</span>}
        <span className="visually-hidden">{title}</span>
      </div>
      {rows.map((row, i) => {
        const place = card.ports[i];
        if (place === undefined) return null;
        return (
          <div key={place.port.id} className="card-row" style={{ top: place.at.y - (isCompact ? 8.5 : 14), width: place.at.x - 18 }}>
            <span>{isSmall ? '' : row}</span>
            <b>{card.silhouette === 'fallback' ? i + 1 : ''}</b>
          </div>
        );
      })}
      {card.isCallable && (
        <Handle
          id="in"
          type="target"
          position={Position.Top}
          isConnectable={!isReadOnly}
          isConnectableStart={false}
          className={isConnecting ? 'card-target is-armed' : 'card-target'}
        />
      )}
      {card.ports.map(({ port, at, side }) => (
        <Handle
          key={port.id}
          id={port.id}
          type="source"
          position={side === 'right' ? Position.Right : Position.Bottom}
          isConnectable={!isReadOnly}
          className="card-port"
          style={{ left: at.x, top: at.y }}
          title={card.ports.length > 1 || port.label !== 'next' ? port.label : 'calls next'}
        />
      ))}
    </div>
  );
});
