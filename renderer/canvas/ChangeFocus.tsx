import { useReactFlow } from '@xyflow/react';
import { useContext, useEffect, useRef } from 'react';
import { ChangesContext } from './changes.ts';

/** The view goes to the card that is looked at, and keeps its neighbours in sight. Where motion is not wanted it is there at once. */
export function ChangeFocus() {
  const flow = useReactFlow();
  const current = useContext(ChangesContext)?.current ?? null;
  const isFirst = useRef(true);
  useEffect(() => {
    // The whole drawing is shown first.
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    const node = current === null ? undefined : flow.getNode(current);
    if (node === undefined) return;
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const { x, y } = node.position;
    const zoom = Math.max(0.6, Math.min(1, flow.getZoom()));
    void flow.setCenter(x + (node.width ?? 0) / 2, y + (node.height ?? 0) / 2, { zoom, duration: isStill ? 0 : 200 });
  }, [flow, current]);
  return null;
}
