import { ViewportPortal } from '@xyflow/react';
import { useCanvas } from './canvas-store.ts';

/** Lines that a dragged card stands in with others. */
export function Guides() {
  const guides = useCanvas((state) => state.guides);
  if (guides.length === 0) return null;
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => (
        <div
          key={axis}
          className={`guide is-${axis}`}
          style={axis === 'x' ? { left: at, top: from, height: to - from } : { top: at, left: from, width: to - from }}
        />
      ))}
    </ViewportPortal>
  );
}
