import { Panel, useReactFlow, useStore } from '@xyflow/react';
import { memo, type PointerEvent, useMemo, useRef } from 'react';
import { useView } from '../state/index.ts';
import { words } from '../words/index.ts';
import { useCanvas } from './canvas-store.ts';
import type { Drawn } from './drawn.ts';
import { rects } from './FarSheet.tsx';
import { type Bounds, boundsOf } from './geometry.ts';

const WIDTH = 168;
const HEIGHT = 112;

/** A map of the whole drawing, while it is wanted and not all of the drawing is seen. `drawn`: at rest; a card in hand shows there once it is let go. */
export const SmallMap = memo(function SmallMap({ drawn }: { readonly drawn: Drawn }) {
  const isWanted = useCanvas((state) => state.isMinimapWanted);
  const bounds = useMemo(() => boundsOf([...drawn.cards, ...drawn.frames]), [drawn]);
  const isAllSeen = useStore(({ transform: [x, y, zoom], width, height }) => {
    const [left, top] = [bounds.x * zoom + x, bounds.y * zoom + y];
    return left >= -1 && top >= -1 && left + bounds.width * zoom <= width + 1 && top + bounds.height * zoom <= height + 1;
  });
  return isWanted && !isAllSeen ? <WholeSheet drawn={drawn} bounds={bounds} /> : null;
});

/** One shape for all cards: it is drawn again when the drawing changes, and a pan or zoom moves the frame of what is seen alone. */
function WholeSheet({ drawn, bounds }: { readonly drawn: Drawn; readonly bounds: Bounds }) {
  const flow = useReactFlow();
  const selection = useView((state) => state.selection);
  const isHeld = useRef(false);
  const cards = useMemo(() => rects(drawn.cards), [drawn]);
  const frames = useMemo(() => rects(drawn.frames), [drawn]);
  const chosen = useMemo(
    () => rects([...new Set(selection.nodes.map(drawn.cardIdOf))].flatMap((id) => drawn.cardsById.get(id) ?? [])),
    [drawn, selection],
  );
  // Some air around, and the whole in the middle.
  const scale = Math.max(bounds.width / (WIDTH - 16), bounds.height / (HEIGHT - 16), 4);
  const [width, height] = [WIDTH * scale, HEIGHT * scale];
  const [left, top] = [bounds.x + (bounds.width - width) / 2, bounds.y + (bounds.height - height) / 2];
  const goTo = (event: PointerEvent<SVGSVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = left + ((event.clientX - box.left) / box.width) * width;
    const y = top + ((event.clientY - box.top) / box.height) * height;
    void flow.setCenter(x, y, { zoom: flow.getZoom() });
  };
  return (
    <Panel position="bottom-right" className="small-map nopan nowheel">
      <svg
        role="img"
        aria-label={words.canvas.minimap}
        width={WIDTH}
        height={HEIGHT}
        viewBox={`${left} ${top} ${width} ${height}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          isHeld.current = true;
          goTo(event);
        }}
        onPointerMove={(event) => isHeld.current && goTo(event)}
        onPointerUp={() => {
          isHeld.current = false;
        }}
        onPointerCancel={() => {
          isHeld.current = false;
        }}
        onWheel={({ deltaY }) => void flow.zoomTo(flow.getZoom() * (deltaY < 0 ? 1.1 : 1 / 1.1))}
      >
        <path d={frames} className="small-map-frames" />
        <path d={cards} className="small-map-cards" />
        <path d={chosen} className="small-map-chosen" />
        <Seen part={{ x: left, y: top, width, height }} />
      </svg>
    </Panel>
  );
}

/** What is not seen is shaded. */
function Seen({ part }: { readonly part: Bounds }) {
  const hole = useStore(({ transform: [x, y, zoom], width, height }) =>
    rects([{ x: -x / zoom, y: -y / zoom, width: Math.round(width / zoom), height: Math.round(height / zoom) }]),
  );
  return (
    <>
      <path d={`${rects([part])}${hole}`} className="small-map-shade" fillRule="evenodd" />
      <path d={hole} className="small-map-seen" />
    </>
  );
}
