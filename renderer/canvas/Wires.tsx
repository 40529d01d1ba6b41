import { useStore, useStoreApi } from '@xyflow/react';
import { type MouseEvent, memo, useCallback, useMemo } from 'react';
import { createPortal } from 'react-dom';
import { edgeId } from '../../shared/model/index.ts';
import { viewStore } from '../state/index.ts';
import { rateText, words } from '../words/index.ts';
import { useWireChange } from './changes.ts';
import type { Drawn } from './drawn.ts';
import type { WireMark } from './wire-marks.ts';
import { useWay } from './wire-ways.ts';
import { labelPlace, offsetPoints, wirePath, wireWidth } from './wires.ts';

const texts = words.canvas;
const STRANDS = ['t1', 't2', 't3', 'failed'] as const;
const LEAST_STRAND = 1.6;

interface WiresProps {
  readonly marks: readonly WireMark[];
  /** Of the drawing at rest. */
  readonly drawn: Drawn;
  readonly isReadOnly: boolean;
  /** So far out that no wire can be hit and no word read. */
  readonly isFar: boolean;
}

/**
 * All call edges. They are no edges of the library, which would look for the ends of each in each frame of a drag, a pan or a zoom: they are led by
 * `wires.ts` anyway, and only those listen whose way may change.
 */
export const Wires = memo(function Wires({ marks, drawn, isReadOnly, isFar }: WiresProps) {
  const layer = useEdgesLayer();
  const store = useStoreApi();
  const choose = useCallback(
    (event: MouseEvent) => {
      const id = event.target instanceof Element ? event.target.closest('.wire-group')?.getAttribute('data-id') : null;
      const keys = drawn.wires.find((wire) => wire.id === id)?.edges.map(edgeId);
      if (keys === undefined) return;
      store.setState({ nodesSelectionActive: false });
      const { selection, select } = viewStore.getState();
      if (!(event.ctrlKey || event.metaKey || event.shiftKey)) return select({ edges: keys });
      const others = selection.edges.filter((key) => !keys.includes(key));
      select({ ...selection, edges: others.length < selection.edges.length ? others : [...others, ...keys] });
    },
    [drawn, store],
  );
  if (layer === null) return null;
  return createPortal(
    <>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the wires in it have names of their own */}
      <svg className="wires" {...(!isReadOnly && { onClick: choose })}>
        {marks.map((mark) => (
          <WirePaths key={mark.id} mark={mark} isFar={isFar} />
        ))}
      </svg>
      <div className="wire-labels">
        {!isFar && marks.map((mark) => (mark.label === '' ? null : <WireLabel key={mark.id} id={mark.id} label={mark.label} />))}
      </div>
    </>,
    layer,
  );
});

/** Under the cards, over the frames of groups. */
export function useEdgesLayer(): Element | null {
  const sheet = useStore((flow) => flow.domNode);
  return useMemo(() => sheet?.querySelector('.react-flow__edges') ?? null, [sheet]);
}

/** A call edge. After a run it splits lengthwise into one strand for each kind of reply, as wide as its share. */
const WirePaths = memo(function WirePaths({ mark, isFar }: { readonly mark: WireMark; readonly isFar: boolean }) {
  const points = useWay(mark.id);
  const change = useWireChange(mark.id);
  if (points.length === 0) return null;
  const { id, name, title, flow, isRun, isSelected, isNear } = mark;
  const path = wirePath(points);
  const isUsed = flow !== null && flow.callsPerS > 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no element for a group inside a drawing
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a group of shapes is no control
    <g className="wire-group" data-id={id} role="group" aria-label={name}>
      {!isFar && (
        <path d={path} className="wire-hit" fill="none">
          <title>{isRun ? `${title}: ${isUsed ? texts.callsPerS(rateText(flow.callsPerS)) : texts.neverUsed}` : title}</title>
        </path>
      )}
      {isRun && isUsed ? (
        <g className="strands">
          {strandsOf(flow).map(({ name: strand, width, offset }) => (
            <path key={strand} d={wirePath(offsetPoints(points, offset))} className={`strand is-${strand}`} strokeWidth={width} />
          ))}
        </g>
      ) : (
        <path d={path} className={`wire${isRun ? ' is-idle' : ''}${isSelected ? ' is-selected' : isNear ? ' is-near' : ''}${change}`} />
      )}
    </g>
  );
});

/** Words on a wire keep 12 px on the screen. */
const WireLabel = memo(function WireLabel({ id, label }: { readonly id: string; readonly label: string }) {
  const points = useWay(id);
  const zoom = useStore((flow) => Math.min(1, Math.max(0.6, flow.transform[2])));
  if (points.length === 0) return null;
  const place = labelPlace(points);
  const wordSize = zoom < 1 ? Math.min(20, 12 / zoom) : 12;
  // Between two columns there is room for a line of text, but hardly for a word: there it runs along its wire, or stands in short lines under it.
  const isCramped = !place.isVertical && label.length * wordSize * 0.56 + 8 > place.length;
  const turn = place.isVertical ? ' rotate(-90deg)' : '';
  return (
    <span
      className={isCramped ? 'wire-label is-cramped' : 'wire-label'}
      style={{
        transform: `translate(-50%, ${isCramped ? '3px' : '-50%'}) translate(${place.x}px, ${place.y}px)${turn}`,
        ...(zoom < 1 && { fontSize: wordSize, lineHeight: 1.2 }),
      }}
    >
      {label}
    </span>
  );
});

function strandsOf(flow: NonNullable<WireMark['flow']>) {
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
