import { createStore, useStore } from 'zustand';
import { lintReport, type SilencedFinding, type TrafficFigures } from '../../shared/lint/index.ts';
import type { Finding, Policy } from '../../shared/model/index.ts';
import { documentStore } from './document.ts';
import { inputsStore } from './inputs.ts';

/** What lint says about the open policy. Never computed inside a component: every screen reads the same list. */
export interface FindingsState {
  readonly findings: readonly Finding[];
  readonly silenced: readonly SilencedFinding[];
  /** The policy they were found in; another one = a check is due. */
  readonly checked: Policy | null;
  /** Figures of the chosen traffic once it was read; rules on time and money rest on them. */
  readonly traffic: TrafficFigures | undefined;
}

const RANK = { error: 0, warning: 1, info: 2 } as const;

export const findingsStore = createStore<FindingsState>(() => ({
  findings: [],
  silenced: [],
  promises: [],
  checked: null,
  traffic: undefined,
}));
export const useFindings = <T>(selector: (state: FindingsState) => T): T => useStore(findingsStore, selector);

export const sorted = (findings: readonly Finding[]): readonly Finding[] =>
  [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]);

/** Checks the open policy after each change of it and of the traffic; moves and selections cost nothing. */
export function keepFindingsCurrent(delayMs = 120): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const check = (): void => {
    const policy = documentStore.getState().history?.document.policy ?? null;
    const traffic = inputsStore.getState().traffic?.handle?.summary;
    const before = findingsStore.getState();
    if (policy === before.checked && traffic === before.traffic) return;
    const { findings, silenced } = policy === null ? { findings: [], silenced: [] } : lintReport(policy, traffic);
    findingsStore.setState({ checked: policy, traffic, findings: sorted(findings), silenced });
  };
  const stopDocument = documentStore.subscribe((state, before) => {
    const policy = state.history?.document.policy;
    const policyBefore = before.history?.document.policy;
    if (policy === policyBefore) return;
    clearTimeout(timer);
    // Another document is checked at once, so that its answer never flashes in late; keystrokes wait.
    if (policyBefore === undefined || policy?.id !== policyBefore.id) check();
    else timer = setTimeout(check, delayMs);
  });
  const stopInputs = inputsStore.subscribe(check);
  check();
  return () => {
    clearTimeout(timer);
    stopDocument();
    stopInputs();
  };
}
