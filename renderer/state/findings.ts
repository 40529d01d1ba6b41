import { createStore, useStore } from 'zustand';
import { lint } from '../../shared/lint/index.ts';
import type { Finding, Policy } from '../../shared/model/index.ts';
import { documentStore } from './document.ts';

/** What lint says about the open policy. Never computed inside a component: every screen reads the same list. */
export interface FindingsState {
  readonly findings: readonly Finding[];
  /** The policy they were found in; another one = a check is due. */
  readonly checked: Policy | null;
}

const RANK = { error: 0, warning: 1, info: 2 } as const;

export const findingsStore = createStore<FindingsState>(() => ({ findings: [], checked: null }));
export const useFindings = <T>(selector: (state: FindingsState) => T): T => useStore(findingsStore, selector);

export const sorted = (findings: readonly Finding[]): readonly Finding[] =>
  [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]);

/** Checks the open policy after each change of it; moves and selections cost nothing. */
export function keepFindingsCurrent(delayMs = 120): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const check = (): void => {
    const policy = documentStore.getState().history?.document.policy ?? null;
    if (policy === findingsStore.getState().checked) return;
    findingsStore.setState({ checked: policy, findings: policy === null ? [] : sorted(lint(policy)) });
  };
  const stop = documentStore.subscribe((state, before) => {
    const policy = state.history?.document.policy;
    const policyBefore = before.history?.document.policy;
    if (policy === policyBefore) return;
    clearTimeout(timer);
    // Another document is checked at once, so that its answer never flashes in late; keystrokes wait.
    if (policyBefore === undefined || policy?.id !== policyBefore.id) check();
    else timer = setTimeout(check, delayMs);
  });
  check();
  return () => {
    clearTimeout(timer);
    stop();
  };
}
