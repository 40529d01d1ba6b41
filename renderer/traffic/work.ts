import { createStore, useStore } from 'zustand';
import type { TrafficStep } from '../../shared/model/index.ts';
import { client } from '../connection/index.ts';
import { inputsStore, type TrafficChoice, type TrafficHandle, viewStore } from '../state/index.ts';
import { sizeText, words } from '../words/index.ts';
import type { Calibration } from './calibration.ts';

/** Long work on traffic, with its progress, and it can be cancelled: one thing that a person waits for, and keeping beside it. */

interface Working {
  readonly title: string;
  /** Done, 0 to 1. */
  readonly share: number;
}
type Slot = 'now' | 'keeping';

interface WorkState {
  /** What is being done, and how far; null = nothing. */
  readonly now: Working | null;
  /** Keeping goes on beside all else; nobody waits for it. */
  readonly keeping: Working | null;
  /** Counts up when the store's content may have changed. */
  readonly storeVersion: number;
  /** Of this session, by the hash of the traffic. */
  readonly calibrations: Readonly<Record<string, Calibration>>;
}

export const workStore = createStore<WorkState>(() => ({ now: null, keeping: null, storeVersion: 0, calibrations: {} }));
export const useWork = <T>(selector: (state: WorkState) => T): T => useStore(workStore, selector);

const running: Record<Slot, AbortController | null> = { now: null, keeping: null };

export const cancelWork = (slot: Slot): void => running[slot]?.abort();
export const storeChanged = (): void => workStore.setState(({ storeVersion }) => ({ storeVersion: storeVersion + 1 }));

export const keepCalibration =
  (sha256: string) =>
  (calibration: Calibration): void =>
    workStore.setState(({ calibrations }) => ({ calibrations: { ...calibrations, [sha256]: calibration } }));

interface Told {
  readonly kind: string;
}

/** The last event of the work, null when it was cancelled or failed, which a toast has said by then. */
export async function work<Event extends Told>(
  title: string,
  start: (signal: AbortSignal) => Promise<AsyncIterable<Event>>,
  slot: Slot = 'now',
): Promise<Exclude<Event, { kind: 'progress' | 'refused' }> | null> {
  running[slot]?.abort();
  const abort = new AbortController();
  running[slot] = abort;
  const tell = (working: Working | null): void => workStore.setState(slot === 'now' ? { now: working } : { keeping: working });
  tell({ title, share: 0 });
  try {
    for await (const event of await start(abort.signal)) {
      if (event.kind === 'progress') tell({ title, share: (event as unknown as { share: number }).share });
      else if (event.kind === 'refused')
        viewStore.getState().toast({ tone: 'bad', text: (event as unknown as { message: string }).message });
      else return event as Exclude<Event, { kind: 'progress' | 'refused' }>;
    }
  } catch (error) {
    if (!abort.signal.aborted) viewStore.getState().toast({ tone: 'bad', text: error instanceof Error ? error.message : String(error) });
  } finally {
    if (running[slot] === abort) {
      running[slot] = null;
      tell(null);
    }
  }
  return null;
}

/** Does a step to the traffic in use; the result is rehearsed on from now on, and the one before stays among the known. */
export async function changeTraffic(choice: TrafficChoice & { readonly handle: TrafficHandle }, step: TrafficStep): Promise<boolean> {
  const made = await work(words.trafficRoom.change.working, (signal) =>
    client().traffic.change({ trafficId: choice.handle.trafficId, step }, { signal }),
  );
  if (made === null) return false;
  const base = choice.madeOf ?? choice;
  inputsStore.getState().chooseTraffic({
    path: `changed:${made.traffic.sha256}`,
    label: made.traffic.summary.label,
    handle: made.traffic,
    madeOf: base,
    steps: [...(choice.steps ?? []), step],
  });
  const { label, requestCount } = made.traffic.summary;
  viewStore.getState().toast({ tone: 'good', text: words.trafficRoom.change.made(label, requestCount) });
  return true;
}

/** Keeps it in the app's own store; in silence where nobody asked for it, unless it fails. */
export async function keepTraffic(handle: TrafficHandle, isAsked: boolean): Promise<void> {
  const stored = await work(
    words.trafficRoom.change.keeping,
    (signal) => client().traffic.store({ trafficId: handle.trafficId }, { signal }),
    'keeping',
  );
  if (stored === null) return;
  inputsStore.getState().noteKept(handle.trafficId, stored.stored.id);
  storeChanged();
  if (isAsked) viewStore.getState().toast({ tone: 'good', text: words.trafficRoom.change.kept(sizeText(stored.stored.sizeBytes)) });
}

export async function openKept(id: string): Promise<boolean> {
  const opened = await work(words.trafficRoom.change.opening, (signal) => client().traffic.openStored({ id }, { signal }));
  if (opened === null) return false;
  const { label } = opened.traffic.summary;
  inputsStore.getState().chooseTraffic({ path: `kept:${id}`, label, handle: opened.traffic, keptId: id });
  return true;
}
