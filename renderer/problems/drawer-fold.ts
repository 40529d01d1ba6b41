import type { Severity } from '../../shared/model/index.ts';

/** What the person chose against the automatic fold; `auto` until they do, and again once they agree with it. */
export type FoldChoice = 'auto' | 'open' | 'folded';

const KEY = 'gracefall.design.problems';

/** Advice alone does not open the drawer: its head says how much there is. */
export const foldsByItself = (findings: readonly { readonly severity: Severity }[]): boolean =>
  findings.every(({ severity }) => severity === 'info');

export const shouldFold = (choice: FoldChoice, folds: boolean): boolean => (choice === 'auto' ? folds : choice === 'folded');

/** The choice after a person folded or unfolded by hand. */
export const choiceAfter = (isFolded: boolean, folds: boolean): FoldChoice => (isFolded === folds ? 'auto' : isFolded ? 'folded' : 'open');

export function rememberedChoice(): FoldChoice {
  const kept = localStorage.getItem(KEY);
  return kept === 'open' || kept === 'folded' ? kept : 'auto';
}

export const rememberChoice = (choice: FoldChoice): void => localStorage.setItem(KEY, choice);
