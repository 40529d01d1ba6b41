import { EdgeLabelRenderer, type EdgeProps, useStore } from '@xyflow/react';
import { memo } from 'react';
import { rateText, words } from '../words/index.ts';
import type { WireFlowEdge } from './flow.ts';
import { useWay } from './wire-ways.ts';
import { labelPlace, offsetPoints, wirePath, wireWidth } from './wires.ts';

const texts = words.canvas;
const STRANDS = ['t1', 't2', 't3', 'failed'] as const;
const LEAST_STRAND = 1.6;

/** A call edge. After a run it splits lengthwise into one strand for each kind of reply, as wide as its share. */
export const WireEdge = memo(function WireEdge({ id, data, selected }: EdgeProps<WireFlowEdge>) {
  const points = useWay(id);
  // Of a wire without words nothing depends on the zoom.
  const zoom = useStore((flow) => (data === undefined || data.label === '' ? 1 : Math.min(1, Math.max(0.6, flow.transform[2]))));
  if (data === undefined || points.length === 0) return null;
  const { label, title, flow, isRun, isNear } = data;
  const path = wirePath(points);
  const place = labelPlace(points);
  const wordSize = zoom < 1 ? Math.min(20, 12 / zoom) : 12;
  // Between two columns there is room for a line of text, but hardly for a word: there it runs along its wire, or stands in short lines under it.
  const isCramped = !place.isVertical && label.length * wordSize * 0.56 + 8 > place.length;
  const turn = place.isVertical ? ' rotate(-90deg)' : '';
  const isUsed = flow !== null && flow.callsPerS > 0;
  return (
    <>
      <path d={path} className="wire-hit" fill="none">
        <title>{isRun ? `${title}: ${isUsed ? texts.callsPerS(rateText(flow.callsPerS)) : texts.neverUsed}` : title}</title>
      </path>
      {isRun && isUsed ? (
        <g className="strands">
          {strandsOf(flow).map(({ name, width, offset }) => (
            <path key={name} d={wirePath(offsetPoints(points, offset))} className={`strand is-${name}`} strokeWidth={width} />
          ))}
        </g>
      ) : (
        <path d={path} className={`wire${isRun ? ' is-idle' : ''}${selected ? ' is-selected' : isNear ? ' is-near' : ''}`} />
      )}
      {label !== '' && (
        <EdgeLabelRenderer>
          <span
            className={isCramped ? 'wire-label is-cramped' : 'wire-label'}
            style={{
              transform: `translate(-50%, ${isCramped ? '3px' : '-50%'}) translate(${place.x}px, ${place.y}px)${turn}`,
              ...(zoom < 1 && { fontSize: wordSize, lineHeight: 1.2 }),
            }}
          >
            {label}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

function strandsOf(flow: NonNullable<NonNullable<EdgeProps<WireFlowEdge>['data']>['flow']>) {
  const total = wireWidth(flow.callsPerS);
  const shown = STRANDS.filter((name) => flow.shares[name] > 0);
  // Calls under way at this instant have no reply yet: one neutral strand.
  if (shown.length === 0) return [{ name: 'pending', width: total, offset: 0 }];
  const widths = shown.map((name) => Math.max(LEAST_STRAND, total * flow.shares[name]));
  const sum = widths.reduce((a, b) => a + b, 0);
  let at = -sum / 2;
  return shown.map((name, i) => {
    const width = widths[i]!;
    const offset = at + width / 2;
    at += width;
    return { name, width, offset };
  });
}
