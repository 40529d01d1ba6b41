import { MiniMap, useStore } from '@xyflow/react';
import { memo } from 'react';
import { words } from '../words/index.ts';
import { useCanvas } from './canvas-store.ts';
import type { Bounds } from './geometry.ts';

/** A map of the whole drawing, while it is wanted and not all of the drawing is seen. */
export const SmallMap = memo(
  SmallMapOf,
  ({ bounds: a }, { bounds: b }) => a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height,
);

function SmallMapOf({ bounds }: { readonly bounds: Bounds }) {
  const isWanted = useCanvas((state) => state.isMinimapWanted);
  const isAllSeen = useStore(({ transform: [x, y, zoom], width, height }) => {
    const [left, top] = [bounds.x * zoom + x, bounds.y * zoom + y];
    return left >= -1 && top >= -1 && left + bounds.width * zoom <= width + 1 && top + bounds.height * zoom <= height + 1;
  });
  if (!isWanted || isAllSeen) return null;
  return (
    <MiniMap
      className="small-map"
      ariaLabel={words.canvas.minimap}
      pannable
      zoomable
      nodeClassName={(node) => `is-${node.type ?? 'card'}`}
      nodeBorderRadius={20}
      maskStrokeWidth={1.5}
      style={{ width: 168, height: 112 }}
    />
  );
}
