import { edgeId } from '../../shared/model/index.ts';
import type { DrawnWire } from './drawn.ts';
import type { CanvasOverlay } from './overlay.ts';

/** What flowed through all connections that a wire stands for; the shares weigh as much as their calls. */
export function flowOf(wire: DrawnWire, overlay: CanvasOverlay): CanvasOverlay['edges'][string] | null {
  const flows = wire.edges.flatMap((edge) => overlay.edges[edgeId(edge)] ?? []);
  const [only, ...more] = flows;
  if (only === undefined || more.length === 0) return only ?? null;
  const callsPerS = flows.reduce((sum, flow) => sum + flow.callsPerS, 0);
  const share = (name: 't1' | 't2' | 't3' | 'failed'): number =>
    callsPerS === 0 ? 0 : flows.reduce((sum, flow) => sum + flow.callsPerS * flow.shares[name], 0) / callsPerS;
  return { callsPerS, shares: { t1: share('t1'), t2: share('t2'), t3: share('t3'), failed: share('failed') } };
}
