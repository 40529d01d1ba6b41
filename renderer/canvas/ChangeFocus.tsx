import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useContext, useEffect, useRef } from 'react';
import { ChangesContext } from './changes.ts';

/** The view goes to the card that is looked at, and keeps its neighbours in sight. Where motion is not wanted it is there at once. */
export function ChangeFocus() {
  const flow = useReactFlow();
  const store = useStoreApi();
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
    const [width, height] = [node.width ?? 0, node.height ?? 0];
    const { transform, width: sheetWidth, height: sheetHeight } = store.getState();
    const [left, top, zoom] = [x * transform[2] + transform[0], y * transform[2] + transform[1], transform[2]];
    // What is in sight and can be read stays where it is.
    if (zoom >= 0.5 && left >= 0 && top >= 0 && left + width * zoom <= sheetWidth && top + height * zoom <= sheetHeight) return;
    const near = Math.max(0.6, Math.min(1, zoom));
    void flow.setCenter(x + width / 2, y + height / 2, { zoom: near, duration: isStill ? 0 : 200 });
  }, [flow, store, current]);
  return null;
}
