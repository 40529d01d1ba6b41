import { Handle, type NodeProps, Position, useStore } from '@xyflow/react';
import { CircleX, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { Glyph } from '../parts/index.ts';
import { words } from '../words/index.ts';
import { ChangePill } from './ChangePill.tsx';
import { useCardChange } from './changes.ts';
import { FidelityPill } from './FidelityPill.tsx';
import { FigureLine } from './FigureLine.tsx';
import type { CardFlowNode } from './flow.ts';
import { armOf, outlineOf } from './outline.ts';
import { withTiedUnits } from './tied-units.ts';

export const CardNode = memo(function CardNode(props: NodeProps<CardFlowNode>) {
  return props.data.isFar === true ? <FarCard {...props} /> : <NearCard {...props} />;
});

/** So far out that no port can be hit and no second line read: shape and name, and nothing that listens to the canvas. */
function FarCard({ data: { card, title, fidelity }, selected }: NodeProps<CardFlowNode>) {
  const { width, height } = card;
  const change = useCardChange(card.node.id);
  const { body, border } = outlineOf(card);
  return (
    <div
      title={card.node.name}
      className={`card silhouette-${card.silhouette} is-small${selected ? ' is-selected' : ''}${card.hasRows ? ' has-rows' : ''}${fidelity === null ? '' : ` at-gateway-${fidelity.kind}`}${change.className}`}
      style={{ width, height }}
    >
      <svg className="card-shape" width={width} height={height} aria-hidden="true">
        <path d={body} className="card-body" />
        <path d={border} className="card-border" />
      </svg>
      <div className="card-text">
        <span className="card-glyph">
          <Glyph kind={card.node.kind} size={24} />
        </span>
        <span className="card-name" style={{ fontSize: 26, lineHeight: 1.16 }}>
          {card.node.name}
        </span>
        <span className="visually-hidden">{title}</span>
      </div>
    </div>
  );
}

function NearCard({ data, selected }: NodeProps<CardFlowNode>) {
  const { card, title, summary, rows, portPlaces, severity, findingCount, isReadOnly, isCompact, overlay, isFaded, figures, fidelity } =
    data;
  const { width, height } = card;
  const outline = outlineOf(card);
  const change = useCardChange(card.node.id);
  // Words on a card keep 12 px on the screen at every zoom; where two lines no longer fit, the summary goes first.
  // Farther out than the largest words they stay as they are, so that no card is drawn again for a zoom that changes nothing on it.
  const largest = isCompact ? 17 : 26;
  const zoom = useStore((flow) => Math.min(1, Math.max(12 / largest, flow.transform[2])));
  const isSmall = !isCompact && zoom < 0.55;
  const wordSize = zoom < 1 ? Math.min(12 / zoom, largest) : undefined;
  const wordStyle = wordSize === undefined ? undefined : { fontSize: wordSize, lineHeight: isCompact ? 1.22 : 1.16 };
  const nameStyle = wordSize === undefined || (wordSize <= 13 && !isCompact) ? undefined : wordStyle;
  const isTwoLines = !isCompact && !isSmall && zoom < 0.68;
  const textStyle = isTwoLines && wordSize !== undefined ? { height: 5 + 2 * 1.16 * wordSize } : undefined;
  // Where two lines no longer fit, figures go before the summary: they are in Rehearse too.
  const hasFigures = figures !== null && !isCompact && !isSmall && zoom >= 0.68;
  const state = overlay?.state ?? 'closed';
  const value = overlay?.value ?? words.canvas.noCalls;
  // How often a breaker opened is worth keeping beside its name: the word gives way before the number. 0.56 em is Inter's mean letter.
  const shorter =
    isCompact && (card.node.name.length + value.length) * (wordSize ?? 12) * 0.56 > width - 45 ? overlay?.shortValue : undefined;
  const className = `card silhouette-${card.silhouette}${change.className}${fidelity === null ? '' : ` at-gateway-${fidelity.kind}`}${selected ? ' is-selected' : ''}${isCompact ? ' is-chip' : ''}${isFaded ? ' is-faded' : ''}${isSmall ? ' is-small' : ''}${!isCompact && zoom < 0.8 ? ' is-tight' : ''}${isTwoLines ? ' is-two-lines' : ''}${card.hasRows ? ' has-rows' : ''}`;
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
      <div className="card-text" style={textStyle}>
        <span className="card-glyph">
          <Glyph kind={card.node.kind} size={isSmall ? Math.min(24, 16 / zoom) : 16} />
        </span>
        {isCompact ? (
          <span className="chip-words" title={`${card.node.name}: ${value}`}>
            <span className="card-name" style={nameStyle}>
              {card.node.name}
            </span>
            <span className={`card-value${overlay?.state === 'open' ? ' ink-failed strong' : ''}`} style={wordStyle}>
              {shorter === undefined ? (
                value
              ) : (
                <>
                  <span className="visually-hidden">{value}</span>
                  <span aria-hidden="true">{shorter}</span>
                </>
              )}
            </span>
          </span>
        ) : (
          <span className="card-name" style={nameStyle} title={card.node.name}>
            {card.node.name}
          </span>
        )}
        {!isCompact && severity !== null && (
          <span className={severity === 'error' ? 'card-flag ink-failed' : 'card-flag ink-t3'} title={words.canvas.findings(findingCount)}>
            {severity === 'error' ? <CircleX size={14} /> : <TriangleAlert size={14} />}
            <span className="visually-hidden">{words.canvas.has[severity]}</span>
          </span>
        )}
        {!isCompact && !isSmall && (
          <span className={isTwoLines || hasFigures ? 'card-summary is-one-line' : 'card-summary'} style={wordStyle} title={summary}>
            {withTiedUnits(summary)}
          </span>
        )}
        {hasFigures && figures !== null && <FigureLine figures={figures} zoom={zoom} />}
        <span className="visually-hidden">{title}</span>
      </div>
      {fidelity !== null && <FidelityPill mark={fidelity} zoom={zoom} />}
      {change.mark !== null && <ChangePill mark={change.mark} zoom={zoom} />}
      {rows.map((row, i) => {
        const place = card.ports[i];
        if (place === undefined) return null;
        return (
          <div key={place.port.id} className="card-row" style={{ top: place.at.y - (isCompact ? 8.5 : 14), width: place.at.x - 18 }}>
            <span style={wordStyle} title={row.title}>
              {isSmall ? '' : row.text}
            </span>
            <b style={wordStyle}>{card.silhouette === 'fallback' ? i + 1 : ''}</b>
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
          className="card-target is-armable"
        />
      )}
      {card.ports.map(({ port, at: usual }) => {
        const at = portPlaces[port.id] ?? usual;
        return (
          <Handle
            key={port.id}
            id={port.id}
            type="source"
            position={at.y < height ? Position.Right : Position.Bottom}
            isConnectable={!isReadOnly}
            className="card-port"
            style={{ left: at.x, top: at.y }}
            title={card.ports.length > 1 || port.label !== 'next' ? port.label : words.canvas.callsNext}
          />
        );
      })}
    </div>
  );
}
