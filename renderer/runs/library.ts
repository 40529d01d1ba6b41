import { createStore, useStore } from 'zustand';
import { readPolicy, writePolicy, writeRun } from '../../shared/format/index.ts';
import type { Comparison, PolicyDocument, RunResult, Scenario } from '../../shared/model/index.ts';
import type { SavedRun } from '../../shared/rpc/index.ts';
import { client } from '../connection/index.ts';
import { chooseSavePath, writeAsking } from '../files/index.ts';
import { changeList } from '../knobs/figure-words.ts';
import { differenceRows, EVIDENCE_PAIRS } from '../knobs/figures.ts';
import { basisStore, fileName, inputsStore, runStore, type TrafficChoice, viewStore } from '../state/index.ts';
import { shareText, words } from '../words/index.ts';

/** A saved run with all that it was made of. */
export interface OpenedRun {
  readonly saved: SavedRun;
  readonly run: RunResult;
  readonly document: PolicyDocument;
  readonly scenario: Scenario;
  readonly trafficPath: string | null;
}

export interface LibraryState {
  /** Null until they were looked for. */
  readonly runs: readonly SavedRun[] | null;
  /** Whose details are shown. */
  readonly shownId: string | null;
  /** Side by side, in the order in which they were ticked. */
  readonly comparedIds: readonly string[];
  /** Opened ones by id; a sentence where one could not be opened. */
  readonly opened: Readonly<Record<string, OpenedRun | string>>;
  /** Saved run that is under way again: its share 0..1, or what came of it. */
  readonly again: { readonly id: string; readonly share: number; readonly outcome: string | null } | null;
  readonly evidence: {
    readonly ids: readonly [string, string];
    readonly comparison: Comparison | null;
    readonly message: string | null;
  } | null;
}

export const libraryStore = createStore<LibraryState>(() => ({
  runs: null,
  shownId: null,
  comparedIds: [],
  opened: {},
  again: null,
  evidence: null,
}));
export const useLibrary = <T>(selector: (state: LibraryState) => T): T => useStore(libraryStore, selector);

const bad = (text: string): void => viewStore.getState().toast({ tone: 'bad', text });
const good = (text: string): void => viewStore.getState().toast({ tone: 'good', text });
const faultText = (error: unknown): string => words.rehearsal.noResult(error instanceof Error ? error.message : String(error));

export async function lookForRuns(): Promise<void> {
  try {
    const runs = await client().runs.list();
    libraryStore.setState((state) => ({
      runs,
      comparedIds: state.comparedIds.filter((id) => runs.some((run) => run.id === id)),
      shownId: runs.some(({ id }) => id === state.shownId) ? state.shownId : null,
    }));
  } catch (error) {
    libraryStore.setState({ runs: [] });
    bad(faultText(error));
  }
}

/** Saves the run that the results show. */
export async function saveRun(name: string): Promise<boolean> {
  const { last } = basisStore.getState();
  if (last === null) {
    bad(words.runs.save.noRun);
    return false;
  }
  const saved = await client().runs.save({
    name,
    runText: writeRun(last.run),
    policyText: writePolicy(last.document),
    scenario: last.scenario,
    // A traffic that was made by steps has no file of its own.
    trafficPath: last.traffic.handle?.path ?? null,
  });
  if (!saved.ok) {
    bad(saved.message);
    return false;
  }
  good(words.runs.save.saved(name));
  libraryStore.setState({ shownId: saved.saved.id });
  await lookForRuns();
  return true;
}

/** Details of a run are read when they are first asked for. */
export async function openRun(saved: SavedRun): Promise<OpenedRun | null> {
  const known = libraryStore.getState().opened[saved.id];
  if (known !== undefined && typeof known !== 'string') return known;
  const found = await client().runs.open({ id: saved.id });
  const policy = found.ok ? readPolicy(found.policyText) : null;
  const opened: OpenedRun | string = !found.ok
    ? found.message
    : !policy!.ok
      ? policy!.error.message
      : { saved, run: found.run, document: policy!.value.document, scenario: found.scenario, trafficPath: found.trafficPath };
  libraryStore.setState((state) => ({ opened: { ...state.opened, [saved.id]: opened } }));
  return typeof opened === 'string' ? null : opened;
}

/** The traffic that a run replayed, wherever it can still be had: in memory, among the kept ones, in its file. Null = nowhere; that was said. */
async function trafficOf({ run, trafficPath }: OpenedRun): Promise<TrafficChoice | null> {
  const { sha256, label } = run.traffic;
  const open = inputsStore.getState().knownTraffic.find(({ handle }) => handle?.sha256 === sha256);
  if (open !== undefined) return open;
  for (const { id, label: kept } of await client().traffic.stored()) {
    if (kept !== label) continue;
    for await (const event of await client().traffic.openStored({ id })) {
      if (event.kind === 'made' && event.traffic.sha256 === sha256) return { path: `kept:${id}`, label, handle: event.traffic };
    }
  }
  if (trafficPath !== null) {
    const found = await client().traffic.load({ path: trafficPath, preset: 'auto', mapping: {} });
    if (found.ok && found.traffic.sha256 === sha256)
      return { path: trafficPath, label: labelFor(trafficPath, label), handle: found.traffic };
  }
  bad(words.runs.details.noTraffic(label));
  return null;
}

const labelFor = (path: string, label: string): string =>
  inputsStore.getState().knownTraffic.find((known) => known.path === path)?.label ?? label;

/** Puts a saved run where the last one is. Without its traffic it can still be looked at, but nothing can be compared with it. */
export async function showRun(opened: OpenedRun): Promise<void> {
  const traffic = await trafficOf(opened);
  const { run, document, scenario } = opened;
  basisStore.setState({
    last:
      traffic?.handle == null
        ? null
        : { run, document, traffic, trafficId: traffic.handle.trafficId, scenario, seed: run.seed, elapsedMs: 0 },
  });
  runStore.getState().finish(run, 0);
  viewStore.getState().showRehearse('time');
}

/** Traffic, scenario and seed as they were. */
export async function takeInputsOf(opened: OpenedRun): Promise<void> {
  const traffic = await trafficOf(opened);
  if (traffic === null) return;
  const inputs = inputsStore.getState();
  inputs.chooseTraffic(traffic);
  inputs.chooseScenario(opened.scenario);
  inputs.setSeed(opened.run.seed);
  inputs.setReplications(opened.run.replications);
  good(words.runs.details.used(opened.saved.name));
}

let abort: AbortController | null = null;

export function cancelAgain(): void {
  abort?.abort();
  abort = null;
  libraryStore.setState({ again: null });
}

/** The saved policy on its own inputs: the figures have to be the same, and where they are not it is said which. */
export async function runAgain(opened: OpenedRun): Promise<void> {
  cancelAgain();
  const { id } = opened.saved;
  const own = new AbortController();
  abort = own;
  const tell = (share: number, outcome: string | null): void => {
    if (!own.signal.aborted) libraryStore.setState({ again: { id, share, outcome } });
  };
  tell(0, null);
  try {
    const traffic = await trafficOf(opened);
    if (traffic?.handle == null) return cancelAgain();
    const events = await client().simulate(
      {
        policyText: writePolicy(opened.document),
        trafficId: traffic.handle.trafficId,
        scenario: opened.scenario,
        seed: opened.run.seed,
        replications: opened.run.replications,
      },
      { signal: own.signal },
    );
    for await (const event of events) {
      if (event.kind === 'progress') tell(event.share, null);
      else if (event.kind === 'refused') tell(1, event.message);
      else tell(1, outcomeOf(opened.run, event.result));
    }
  } catch (error) {
    tell(1, faultText(error));
  }
}

/** Labels and versions may differ; the figures may not. */
function outcomeOf(then: RunResult, now: RunResult): string {
  const figures = ({ outcomes, latencyMs, cost, attempts, series }: RunResult): string =>
    JSON.stringify([outcomes, latencyMs, cost, attempts, series]);
  if (figures(then) === figures(now)) return words.runs.details.same;
  return words.runs.details.differs(changeList(differenceRows(then, now, null)));
}

export const againText = (share: number): string => words.runs.details.running(shareText(Math.round(share * 100) / 100));

export async function renameRun(saved: SavedRun, name: string): Promise<void> {
  const renamed = await client().runs.rename({ id: saved.id, name });
  if (!renamed.ok) bad(renamed.message);
  await lookForRuns();
}

export async function removeRun(saved: SavedRun): Promise<void> {
  const texts = words.runs.details;
  const choice = await viewStore.getState().ask({
    title: texts.removeTitle(saved.name),
    text: texts.removeText,
    choices: [
      { id: 'remove', label: texts.remove, tone: 'danger' },
      { id: 'keep', label: texts.keep, tone: 'primary' },
    ],
  });
  if (choice !== 'remove') return;
  const removed = await client().runs.remove({ id: saved.id });
  if (removed.ok) good(texts.removed(saved.name));
  else bad(removed.message);
  await lookForRuns();
}

export async function saveRunFile({ saved, run }: OpenedRun): Promise<void> {
  const path = await chooseSavePath({
    title: words.runs.details.fileTitle,
    suggestedName: `${saved.id.replace(/-[0-9a-f]{8}$/, '')}.run.json`,
    extensions: ['json'],
  });
  if (path === null) return;
  const text = writeRun(run);
  const done = await writeAsking(path, (mayReplace) => client().files.save({ path, text, expectedSha256: null, mayReplace }));
  if (done === null) return;
  if (done.ok) good(words.runs.details.fileSaved(fileName(done.path)));
  else bad(done.message);
}

export function compareRun(id: string, isCompared: boolean): void {
  libraryStore.setState(({ comparedIds }) => ({
    comparedIds: isCompared ? [...comparedIds.filter((other) => other !== id), id] : comparedIds.filter((other) => other !== id),
  }));
}

/** Both policies of two saved runs on the same luck, pair by pair. */
export async function lookForEvidence(first: OpenedRun, second: OpenedRun): Promise<void> {
  const ids = [first.saved.id, second.saved.id] as const;
  const tell = (comparison: Comparison | null, message: string | null): void =>
    libraryStore.setState({ evidence: { ids, comparison, message } });
  tell(null, null);
  try {
    const traffic = await trafficOf(first);
    if (traffic?.handle == null) return libraryStore.setState({ evidence: null });
    const events = await client().whatIf({
      beforeText: writePolicy(first.document),
      afterText: writePolicy(second.document),
      trafficId: traffic.handle.trafficId,
      scenario: first.scenario,
      seed: first.run.seed,
      stages: [...EVIDENCE_PAIRS],
    });
    for await (const event of events) {
      if (event.kind === 'evidence') tell(event.comparison, null);
      else if (event.kind === 'refused') tell(null, event.message);
    }
  } catch (error) {
    tell(null, faultText(error));
  }
}
