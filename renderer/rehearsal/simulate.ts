import { writePolicy } from '../../shared/format/index.ts';
import { checkScenario } from '../../shared/scenario/index.ts';
import { client } from '../connection/index.ts';
import { standInTraffic } from '../files/index.ts';
import { basisStore, documentStore, findingsStore, inputsStore, runStore, settleText, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { readTraffic } from './read-traffic.ts';

let running: AbortController | null = null;

/** Rehearses the open policy on the chosen traffic and goes to its results. One run at a time. */
export async function simulate(): Promise<void> {
  if (!(await settleText())) return;
  const { history } = documentStore.getState();
  const inputs = inputsStore.getState();
  const view = viewStore.getState();
  if (history === null || running !== null) return;
  if (view.isConnectionLost) {
    view.toast({ tone: 'bad', text: words.rehearsal.noServer });
    return;
  }
  const errors = findingsStore.getState().findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    view.toast({ tone: 'bad', text: words.rehearsal.errors(errors.length, errors[0]!.message) });
    view.focusOn(errors[0]!.nodeId ?? null, null);
    return;
  }
  if (inputs.traffic === null) {
    view.toast({
      tone: 'bad',
      text: words.rehearsal.noTraffic,
      action: { label: words.rehearse.empty.exampleTraffic, run: () => void standInTraffic() },
    });
    return;
  }
  const abort = new AbortController();
  running = abort;
  runStore.getState().start();
  try {
    const traffic = await readTraffic(inputs.traffic);
    if (traffic === null || abort.signal.aborted) return runStore.getState().cancel();
    const doubts = checkScenario(inputs.scenario, history.document.policy, traffic.summary.durationMs);
    const [doubt] = [...doubts].sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
    if (doubt !== undefined)
      viewStore.getState().toast({ tone: doubt.severity === 'error' ? 'bad' : 'note', text: words.rehearsal.ofScenario(doubt.message) });
    if (doubt?.severity === 'error') return runStore.getState().cancel();
    const events = await client().simulate(
      {
        policyText: writePolicy(history.document),
        trafficId: traffic.trafficId,
        scenario: inputs.scenario,
        seed: inputs.seed,
        replications: inputs.replications,
      },
      { signal: abort.signal },
    );
    for await (const event of events) {
      if (event.kind === 'progress') runStore.getState().advance(event);
      else if (event.kind === 'result') {
        basisStore.getState().rehearsed({
          run: event.result,
          document: history.document,
          traffic: { ...inputs.traffic, handle: traffic },
          trafficId: traffic.trafficId,
          scenario: inputs.scenario,
          seed: inputs.seed,
          elapsedMs: event.elapsedMs,
        });
        runStore.getState().finish(event.result, event.elapsedMs);
        // The tier board shows the same run in its own way: whoever is there stays there.
        const { room, rehearseTab, showRehearse } = viewStore.getState();
        // What was drawn is answered; whoever looked at one side of the results stays at it.
        if (room !== 'tiers') showRehearse(rehearseTab === 'scenario' || rehearseTab === 'runs' ? 'time' : rehearseTab);
      } else {
        runStore.getState().fail(event.message);
        viewStore.getState().toast({ tone: 'bad', text: event.message });
      }
    }
    if (runStore.getState().status === 'running') runStore.getState().cancel();
  } catch (error) {
    if (abort.signal.aborted) runStore.getState().cancel();
    else {
      const text = words.rehearsal.noResult(error instanceof Error ? error.message : String(error));
      runStore.getState().fail(text);
      viewStore.getState().toast({ tone: 'bad', text });
    }
  } finally {
    running = null;
  }
}

export function cancelRun(): void {
  if (running === null) return;
  running.abort();
  runStore.getState().cancel();
  viewStore.getState().toast({ tone: 'note', text: words.rehearsal.cancelled });
}
