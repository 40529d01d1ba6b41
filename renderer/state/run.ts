import { createStore, useStore } from 'zustand';
import type { RunResult } from '../../shared/model/index.ts';

export interface RunProgress {
  /** 0..1 */
  readonly share: number;
  readonly requestsDone: number;
  readonly requests: number;
}

export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The latest rehearsal: its progress while it runs, its result after, and the instant that is looked at. */
export interface RunState {
  readonly status: 'idle' | 'running' | 'done' | 'failed';
  readonly progress: RunProgress;
  /** Stays while the next run is under way, so that a screen need not go blank. */
  readonly result: RunResult | null;
  /** Wall-clock time that the result took. */
  readonly elapsedMs: number | null;
  /** Why the run did not end, as a sentence; only with status `failed`. */
  readonly error: string | null;
  /** Simulated time that playback stands at; null = totals of the whole run. */
  readonly scrubMs: number | null;
  readonly isPlaying: boolean;
  /** Stretch of simulated time that the charts show; null = the whole run. */
  readonly windowMs: TimeWindow | null;
  start(): void;
  advance(progress: RunProgress): void;
  finish(result: RunResult, elapsedMs: number): void;
  fail(error: string): void;
  /** Back to what was there before `start`: a cancelled run leaves no trace. */
  cancel(): void;
  /** Forgets everything: another document was opened. */
  clear(): void;
  scrub(atMs: number | null): void;
  setPlaying(isPlaying: boolean): void;
  showWindow(windowMs: TimeWindow | null): void;
}

const NO_PROGRESS: RunProgress = { share: 0, requestsDone: 0, requests: 0 };
const EMPTY = {
  status: 'idle',
  progress: NO_PROGRESS,
  result: null,
  elapsedMs: null,
  error: null,
  scrubMs: null,
  isPlaying: false,
  windowMs: null,
} as const;

export const createRunStore = () =>
  createStore<RunState>((set) => ({
    ...EMPTY,
    start: () => set({ status: 'running', progress: NO_PROGRESS, error: null, isPlaying: false }),
    advance: (progress) => set({ progress }),
    finish: (result, elapsedMs) => set({ status: 'done', result, elapsedMs, error: null, scrubMs: null, isPlaying: false, windowMs: null }),
    fail: (error) => set({ status: 'failed', error, isPlaying: false }),
    cancel: () => set((state) => ({ status: state.result === null ? 'idle' : 'done', progress: NO_PROGRESS })),
    clear: () => set(EMPTY),
    scrub: (scrubMs) => set({ scrubMs }),
    setPlaying: (isPlaying) => set({ isPlaying }),
    showWindow: (windowMs) => set({ windowMs }),
  }));

export const runStore = createRunStore();
export const useRun = <T>(selector: (state: RunState) => T): T => useStore(runStore, selector);
