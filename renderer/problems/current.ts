import { createStore, useStore } from 'zustand';
import type { Finding } from '../../shared/model/index.ts';
import { activeCanvas } from '../canvas/index.ts';
import { portKey } from '../inspector/index.ts';
import { documentStore, findingsStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { groupsOf, keyOf, type ProblemsLook } from './list.ts';

interface ProblemsState extends ProblemsLook {
  /** The one a person is at, as `keyOf` names it; null before the first. */
  readonly currentKey: string | null;
  /** Where it stood in the list, for the step after it was repaired. */
  readonly position: number;
}

export const problemsStore = createStore<ProblemsState>(() => ({
  severity: null,
  search: '',
  grouping: 'none',
  currentKey: null,
  position: -1,
}));
export const useProblems = <T>(selector: (state: ProblemsState) => T): T => useStore(problemsStore, selector);

/** Selects what the finding speaks of and puts the focus into the field that it points to. */
export function goTo(finding: Finding): void {
  problemsStore.setState({ currentKey: keyOf(finding) });
  const view = viewStore.getState();
  if (finding.nodeId !== undefined) {
    const port = finding.edgeId?.startsWith(`${finding.nodeId}:`) ? finding.edgeId.slice(finding.nodeId.length + 1) : null;
    view.focusOn(finding.nodeId, finding.path?.join('.') ?? (port === null ? null : portKey(port)));
    activeCanvas()?.reveal(finding.nodeId);
  } else if (finding.edgeId !== undefined) {
    view.goTo('design');
    view.select({ edges: [finding.edgeId] });
    const from = finding.edgeId.split(':')[0];
    if (from !== undefined) activeCanvas()?.reveal(from);
  } else view.focusOn(null, finding.providerId ?? null);
}

/** The next or the one before in the list as it is shown; from the last it goes on with the first. */
export function stepProblem(direction: 1 | -1): void {
  const policy = documentStore.getState().history?.document.policy;
  if (policy === undefined) return;
  const state = problemsStore.getState();
  const shown = groupsOf(findingsStore.getState().findings, policy, state).flatMap(({ findings }) => findings);
  if (shown.length === 0) {
    viewStore.getState().toast({ tone: 'note', text: words.problems.noneToGoTo });
    return;
  }
  const found = shown.findIndex((finding) => keyOf(finding) === state.currentKey);
  // Repaired, it is gone, and what came after it stands in its place.
  const from = found !== -1 || state.position === -1 ? found : direction === 1 ? state.position - 1 : state.position;
  const to = from === -1 && direction === -1 ? shown.length - 1 : (from + direction + shown.length) % shown.length;
  problemsStore.setState({ position: to });
  goTo(shown[to] as Finding);
}
