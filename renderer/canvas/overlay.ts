import type { BreakerState } from '../../shared/model/index.ts';

/** What a run adds to the drawing. `nodes` by node id, `edges` by `edgeId`; what is missing is drawn as never used. */
export interface CanvasOverlay {
  readonly nodes: Readonly<
    Record<
      string,
      {
        readonly value: string;
        /** The same in fewer words, for a card without room. */
        readonly shortValue?: string;
        readonly state?: BreakerState;
        /** Nothing called it. */
        readonly isIdle: boolean;
      }
    >
  >;
  readonly edges: Readonly<
    Record<
      string,
      {
        readonly callsPerS: number;
        /** Of the replies that came back, 0..1. */
        readonly shares: { readonly t1: number; readonly t2: number; readonly t3: number; readonly failed: number };
      }
    >
  >;
}
