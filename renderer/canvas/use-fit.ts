import { getViewportForBounds, useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Drawn } from './drawn.ts';
import { boundsOf } from './geometry.ts';

const FIT = { padding: 0.08, maxZoom: 1.25 };
const FIT_CHIPS = { padding: 0.06, maxZoom: 1.25 };

export interface Fit {
  /** The library fits the view when it has measured what it was given first; of a large drawing it is given a part only. */
  readonly byLibrary: boolean;
  readonly options: { readonly padding: number; readonly maxZoom: number };
  /** What is in sight is known; before, drawing it would be drawing the wrong part. */
  readonly isDone: boolean;
  all(lasting?: { readonly duration: number }): void;
}

/** Shows all of the drawing, whatever of it is in the page; by itself when another policy is opened, and when the first is if `isWanted`. */
export function useFit(policyId: string, drawn: Drawn, isLarge: boolean, isCompact: boolean, isWanted: boolean): Fit {
  const flow = useReactFlow();
  const store = useStoreApi();
  const last = useRef({ drawn, isLarge });
  last.current = { drawn, isLarge };
  const [startsLarge] = useState(isLarge);
  const [isDone, setDone] = useState(!isLarge || !isWanted);
  const options = isCompact ? FIT_CHIPS : FIT;
  const fit = useMemo(
    () => ({
      byLibrary: isWanted && !startsLarge,
      options,
      all: (lasting?: { readonly duration: number }): void => {
        if (!last.current.isLarge) return void flow.fitView({ ...options, ...lasting });
        const { width, height, minZoom } = store.getState();
        const bounds = boundsOf([...last.current.drawn.cards, ...last.current.drawn.frames]);
        void flow.setViewport(getViewportForBounds(bounds, width, height, minZoom, options.maxZoom, options.padding), lasting);
      },
    }),
    [flow, store, options, isWanted, startsLarge],
  );
  const isReady = useStore(({ width, height, panZoom }) => width > 0 && height > 0 && panZoom !== null);
  useLayoutEffect(() => {
    if (!isReady || !isWanted || !startsLarge) return;
    fit.all();
    setDone(true);
  }, [isReady, isWanted, startsLarge, fit]);
  const shown = useRef(policyId);
  // After the library has been given the other policy's cards, which it is in an effect of its own.
  useEffect(() => {
    if (shown.current === policyId) return;
    shown.current = policyId;
    fit.all();
  }, [policyId, fit]);
  return useMemo(() => ({ ...fit, isDone }), [fit, isDone]);
}
