import type { RequestTrace, RunResult } from '../../shared/model/index.ts';
import { otlpTraces } from '../../shared/otlp/index.ts';
import { saveFigures } from '../pictures/index.ts';
import { documentStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { searchedBasis } from './find-requests.ts';

/** Asks where to. Names come from the policy of the run where it is known, else from the one that is open. */
export async function saveTraces(run: RunResult, traces: readonly RequestTrace[]): Promise<void> {
  const document = searchedBasis()?.document ?? documentStore.getState().history?.document ?? null;
  await saveFigures({
    title: words.results.requests.saveTitle,
    suggestedName: `${run.policy.id}.traces.json`,
    text: otlpTraces(run, traces, document?.policy ?? null),
  });
}
