import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { documentStore } from '../state/index.ts';
import { setActiveCanvas } from './active.ts';
import { drawnOf } from './drawn.ts';
import type { Bounds } from './geometry.ts';
import type { Fit } from './use-fit.ts';

/** How long the view is on its way; those who want no motion are there at once. */
const lasting = (durationMs: number): { duration: number } => ({
  duration: window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : durationMs,
});

/** Offers the canvas that is edited to commands, and keeps a read-only one whole in its panel. */
export function useActiveCanvas(isReadOnly: boolean, fit: Fit): void {
  const flow = useReactFlow();
  useEffect(() => {
    if (isReadOnly) return;
    // What is seen already stays where it is: a view that jumps loses the person.
    const isInView = ({ x, y, width, height }: Bounds): boolean => {
      const box = window.document.querySelector('.canvas')?.getBoundingClientRect();
      if (box === undefined) return false;
      const [from, to] = [flow.flowToScreenPosition({ x, y }), flow.flowToScreenPosition({ x: x + width, y: y + height })];
      return from.x >= box.left && from.y >= box.top && to.x <= box.right && to.y <= box.bottom;
    };
    setActiveCanvas({
      fit: () => fit.all(lasting(160)),
      show: (part) => {
        const zoom = flow.getZoom();
        void flow.fitBounds({ ...part }, { padding: 0.12, ...lasting(160) }).then(() => {
          // A few cards fill no screen: what is shown is brought near, never blown up.
          if (flow.getZoom() > 1.25)
            void flow.setCenter(part.x + part.width / 2, part.y + part.height / 2, { zoom: Math.min(1.25, Math.max(zoom, 1)) });
        });
      },
      zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, lasting(120)),
      centre: () => {
        const box = window.document.querySelector('.canvas')?.getBoundingClientRect();
        return box === undefined ? { x: 0, y: 0 } : flow.screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
      },
      reveal: (nodeId) => {
        const document = documentStore.getState().history?.document;
        const drawn = document === undefined ? undefined : drawnOf(document);
        // Of a large drawing the library knows a part only.
        const part = drawn?.cardsById.get(drawn.cardIdOf(nodeId)) ?? flow.getNodesBounds([nodeId]);
        if (isInView(part)) return;
        void flow.setCenter(part.x + part.width / 2, part.y + part.height / 2, { zoom: flow.getZoom(), ...lasting(160) });
      },
    });
    return () => setActiveCanvas(null);
  }, [flow, isReadOnly, fit]);

  // A read-only drawing is looked at whole, whatever size its panel gets.
  useEffect(() => {
    if (!isReadOnly) return;
    const element = window.document.querySelector('.canvas.is-read-only');
    if (element === null) return;
    const observer = new ResizeObserver(() => fit.all());
    observer.observe(element);
    return () => observer.disconnect();
  }, [fit, isReadOnly]);
}
