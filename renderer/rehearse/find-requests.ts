import { createStore, useStore } from 'zustand';
import { writePolicy } from '../../shared/format/index.ts';
import { ANY_REQUEST, type RequestQuery, type RequestTrace } from '../../shared/model/index.ts';
import { client } from '../connection/index.ts';
import { basisStore, type RunProgress, runStore } from '../state/index.ts';
import { words } from '../words/index.ts';

/** Requests that were looked for among all of a run. */
export interface FoundRequests {
  readonly query: RequestQuery;
  readonly traces: readonly RequestTrace[];
  readonly matches: number;
  readonly requests: number;
}

interface FindState {
  readonly status: 'idle' | 'looking' | 'found' | 'failed';
  readonly progress: RunProgress;
  /** Stays while something else is looked for. */
  readonly found: FoundRequests | null;
  readonly error: string | null;
}

const NO_PROGRESS: RunProgress = { share: 0, requestsDone: 0, requests: 0 };
const IDLE: FindState = { status: 'idle', progress: NO_PROGRESS, found: null, error: null };
export const findStore = createStore<FindState>(() => IDLE);
export const useFound = <T>(selector: (state: FindState) => T): T => useStore(findStore, selector);

let looking: AbortController | null = null;

/** The inputs of the run that is shown; null when it was not made here, so that it cannot be made again. */
export function searchedBasis() {
  const { last } = basisStore.getState();
  return last !== null && last.run.hash === runStore.getState().result?.hash ? last : null;
}

/** Looks among all requests of the run that is shown. A search under way is given up for the new one. */
export async function findRequests(part: Partial<RequestQuery>): Promise<void> {
  const basis = searchedBasis();
  if (basis === null) return;
  looking?.abort();
  const own = new AbortController();
  looking = own;
  const query = { ...ANY_REQUEST, ...part };
  findStore.setState({ status: 'looking', progress: NO_PROGRESS, error: null });
  try {
    const { document, trafficId, scenario, seed } = basis;
    const events = await client().findRequests(
      { policyText: writePolicy(document), trafficId, scenario, seed, query },
      { signal: own.signal },
    );
    for await (const event of events) {
      if (own.signal.aborted) return;
      if (event.kind === 'progress') findStore.setState({ progress: event });
      else if (event.kind === 'found') {
        const { traces, matches, requests } = event;
        findStore.setState({ status: 'found', found: { query, traces, matches, requests } });
      } else findStore.setState({ status: 'failed', error: event.message });
    }
  } catch (error) {
    if (own.signal.aborted) return;
    const reason = error instanceof Error ? error.message : String(error);
    findStore.setState({ status: 'failed', error: words.results.requests.failedToLook(reason) });
  } finally {
    if (looking === own) looking = null;
  }
}

/** What was looked for, else the sample. */
export const shownTraces = (): readonly RequestTrace[] => findStore.getState().found?.traces ?? runStore.getState().result?.traces ?? [];

/** Back to what was found before, or to the sample. */
export function stopLooking(): void {
  looking?.abort();
  looking = null;
  findStore.setState(({ found }) => ({ status: found === null ? 'idle' : 'found', progress: NO_PROGRESS, error: null }));
}

export function forgetFound(): void {
  looking?.abort();
  looking = null;
  findStore.setState(IDLE);
}

// Another run has other requests.
runStore.subscribe(({ result }, { result: earlier }) => {
  if (result?.hash !== earlier?.hash) forgetFound();
});
