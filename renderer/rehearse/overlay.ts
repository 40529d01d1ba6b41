import { edgeId, type RunResult } from '../../shared/model/index.ts';
import type { CanvasOverlay } from '../canvas/overlay.ts';
import { countText, rateText, words } from '../words/index.ts';
import { breakerStateAt, openingsOf } from './breaker-rows.ts';
import { bucketAt, timeAxis } from './time-axis.ts';

const said = words.rehearse.charts.breakers;

/** Rates are those of the bucket that holds the instant; breaker states are exact. */
export function overlayAt(run: RunResult, atMs: number): CanvasOverlay {
  const axis = timeAxis(run);
  const bucket = bucketAt(axis, atMs);
  const bucketS = axis.bucketMs / 1000;
  const edges: Record<string, CanvasOverlay['edges'][string]> = {};
  const callsPerS = new Map<string, number>();
  run.edges.forEach((edge, i) => {
    const series = run.series.edges[i];
    const at = (values: readonly number[] | undefined) => values?.[bucket] ?? 0;
    const calls = at(series?.calls);
    const [t1, t2, t3] = [0, 1, 2].map((tier) => at(series?.answeredByTier[tier])) as [number, number, number];
    const failed = at(series?.failed);
    const replies = t1 + t2 + t3 + failed;
    const share = (count: number) => (replies === 0 ? 0 : count / replies);
    edges[edgeId(edge)] = { callsPerS: calls / bucketS, shares: { t1: share(t1), t2: share(t2), t3: share(t3), failed: share(failed) } };
    callsPerS.set(edge.to, (callsPerS.get(edge.to) ?? 0) + calls / bucketS);
  });
  const breakers = new Map(run.breakers.map((timeline) => [timeline.nodeId, breakerStateAt(timeline, atMs)]));
  const nodes: Record<string, CanvasOverlay['nodes'][string]> = {};
  for (const { id, kind } of run.nodes) {
    // Nothing calls an entry but the traffic itself.
    const rate = kind === 'entry' ? (run.series.requests[bucket] ?? 0) / bucketS : (callsPerS.get(id) ?? 0);
    const state = breakers.get(id);
    nodes[id] = {
      value: state === undefined ? rateText(rate) : said.state[state],
      ...(state === undefined ? {} : { state }),
      isIdle: rate === 0,
    };
  }
  return { nodes, edges };
}

/** Totals of the whole run in the same form, for a canvas that is not being scrubbed. */
export function overlayOfRun(run: RunResult): CanvasOverlay {
  const durationS = timeAxis(run).endMs / 1000;
  const edges: Record<string, CanvasOverlay['edges'][string]> = {};
  for (const edge of run.edges) {
    const [t1 = 0, t2 = 0, t3 = 0] = edge.answeredByTier;
    const replies = Math.max(1, t1 + t2 + t3 + edge.failed);
    edges[edgeId(edge)] = {
      callsPerS: edge.calls / durationS,
      shares: { t1: t1 / replies, t2: t2 / replies, t3: t3 / replies, failed: edge.failed / replies },
    };
  }
  const nodes: Record<string, CanvasOverlay['nodes'][string]> = {};
  const openings = new Map(run.breakers.map((timeline) => [timeline.nodeId, openingsOf(timeline)]));
  for (const { id, calls } of run.nodes) {
    const opened = openings.get(id) ?? 0;
    const isIdle = calls === 0;
    nodes[id] =
      opened > 0
        ? { value: said.openedTimes(countText(opened)), shortValue: said.openedTimesShort(countText(opened)), isIdle }
        : { value: rateText(calls / durationS), isIdle };
  }
  return { nodes, edges };
}
