import type { RunResult, Series } from '../../shared/model/index.ts';
import { eventStream } from './event-stream.ts';
import type { Progress } from './pool.ts';
import { type FindingOptions, type FinerOptions, findTraces, finerSeries, type RehearsalOptions, rehearse } from './rehearse.ts';
import type { FoundRequests } from './replication.ts';

export type RehearsalEvent =
  | ({ readonly kind: 'progress' } & Progress)
  | { readonly kind: 'result'; readonly result: RunResult; readonly elapsedMs: number }
  | { readonly kind: 'refused'; readonly message: string };

/** A rehearsal as a stream: progress, then one result or refusal; nothing after a cancellation. */
export const streamRehearsal = (options: RehearsalOptions, signal?: AbortSignal): AsyncGenerator<RehearsalEvent, void, void> =>
  eventStream<RehearsalEvent>(async (say, own) => {
    const end = await rehearse({ ...options, signal: own, onProgress: (progress) => say({ kind: 'progress', ...progress }) });
    if (end.kind === 'result') say({ kind: 'result', result: end.result, elapsedMs: end.elapsedMs });
    else if (end.kind === 'refused') say({ kind: 'refused', message: end.message });
  }, signal);

export type FindingEvent =
  | ({ readonly kind: 'progress' } & Progress)
  | { readonly kind: 'found'; readonly found: FoundRequests }
  | { readonly kind: 'refused'; readonly message: string };

/** The same for requests that are looked for. */
export const streamFinding = (options: FindingOptions, signal?: AbortSignal): AsyncGenerator<FindingEvent, void, void> =>
  eventStream<FindingEvent>(async (say, own) => {
    const end = await findTraces({ ...options, signal: own, onProgress: (progress) => say({ kind: 'progress', ...progress }) });
    if (end.kind === 'found') say({ kind: 'found', found: { traces: end.traces, matches: end.matches, requests: end.requests } });
    else if (end.kind === 'refused') say({ kind: 'refused', message: end.message });
  }, signal);

export type FinerEvent =
  | ({ readonly kind: 'progress' } & Progress)
  | { readonly kind: 'series'; readonly series: Series }
  | { readonly kind: 'refused'; readonly message: string };

/** The same for a time series in narrower buckets. */
export const streamFiner = (options: FinerOptions, signal?: AbortSignal): AsyncGenerator<FinerEvent, void, void> =>
  eventStream<FinerEvent>(async (say, own) => {
    const end = await finerSeries({ ...options, signal: own, onProgress: (progress) => say({ kind: 'progress', ...progress }) });
    if (end.kind === 'series') say({ kind: 'series', series: end.series });
    else if (end.kind === 'refused') say({ kind: 'refused', message: end.message });
  }, signal);
