import { useEffect, useState } from 'react';
import { writePolicy } from '../../shared/format/index.ts';
import type { RunResult, Series } from '../../shared/model/index.ts';
import { client } from '../connection/index.ts';
import { searchedBasis } from './find-requests.ts';
import type { TimeAxis, TimeView } from './time-axis.ts';

/** A drag that is still being corrected is not worth a run. */
const SETTLED_MS = 150;
/** Beyond, a run is too long to be made again for a look; the charts keep the buckets they have. */
const MOST_REQUESTS = 2_000_000;

/** By run and by the power of two that the view is closer. Series of one run only: the next has others. */
let kept: { readonly hash: string; readonly byLevel: Map<number, Series> } = { hash: '', byLevel: new Map() };

/** 0 = the whole run, 1 = half of it and less, 2 = a quarter … */
export const levelOf = (axis: TimeAxis, view: TimeView): number =>
  Math.max(0, Math.floor(Math.log2(axis.endMs / Math.max(1, view.toMs - view.fromMs))));

const withSeries = (run: RunResult, series: Series): RunResult => ({ ...run, series: { ...series, edges: run.series.edges } });

/** What `useFiner` shows at this moment, for what is drawn once. */
export function finerNow(run: RunResult, axis: TimeAxis, view: TimeView): RunResult {
  const series = kept.hash === run.hash && run.intervals === null ? kept.byLevel.get(levelOf(axis, view)) : undefined;
  return series === undefined || series.bucketMs >= run.series.bucketMs ? run : withSeries(run, series);
}

/**
 * The run with its time series in buckets as narrow as the view deserves; the run itself until they are there, and where they cannot be had. Intervals are
 * known for the run's own buckets only, and a band is worth more than narrow buckets: a run with several replications stays as it is.
 */
export function useFiner(run: RunResult, axis: TimeAxis, view: TimeView): RunResult {
  const level = levelOf(axis, view);
  const [finer, setFiner] = useState<{ readonly of: RunResult; readonly run: RunResult } | null>(null);
  const isWanted = level > 0 && run.intervals === null && run.requests <= MOST_REQUESTS && run.series.requests.length > 0;
  useEffect(() => {
    if (!isWanted) return;
    if (kept.hash !== run.hash) kept = { hash: run.hash, byLevel: new Map() };
    const show = (series: Series) => setFiner({ of: run, run: withSeries(run, series) });
    const known = kept.byLevel.get(level);
    if (known !== undefined) return show(known);
    const basis = searchedBasis();
    if (basis === null) return;
    const own = new AbortController();
    const timer = setTimeout(async () => {
      const { document, trafficId, scenario, seed } = basis;
      const input = { policyText: writePolicy(document), trafficId, scenario, seed, lengthMs: axis.endMs / 2 ** level };
      try {
        for await (const event of await client().finerSeries(input, { signal: own.signal })) {
          if (own.signal.aborted || event.kind !== 'series') continue;
          if (kept.hash === run.hash) kept.byLevel.set(level, event.series);
          if (event.series.bucketMs < run.series.bucketMs) show(event.series);
        }
      } catch {
        // The charts stay as they are, which is what they are without this too; a lost connection is told elsewhere.
      }
    }, SETTLED_MS);
    return () => {
      clearTimeout(timer);
      own.abort();
    };
  }, [isWanted, run, level, axis]);
  if (!isWanted || finer === null || finer.of !== run) return run;
  // A coarser one that is there already is better than the whole run's while the finer one comes.
  return finer.run;
}
