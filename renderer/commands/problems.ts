import { stepProblem } from '../problems/index.ts';
import { documentStore, findingsStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import type { AppCommand } from './command.ts';

const hasProblems = (): boolean => documentStore.getState().history !== null && findingsStore.getState().findings.length > 0;

/** From one finding to the next, from anywhere: the room changes to where the finding is repaired. */
export const problemCommands: readonly AppCommand[] = [
  {
    id: 'problems.next',
    label: () => words.problems.next,
    group: 'Edit',
    keys: ['F8'],
    isEnabled: hasProblems,
    whyNot: () => words.problems.noneToGoTo,
    run: () => stepProblem(1),
  },
  {
    id: 'problems.previous',
    label: () => words.problems.previous,
    group: 'Edit',
    keys: ['Shift+F8'],
    isEnabled: hasProblems,
    whyNot: () => words.problems.noneToGoTo,
    run: () => stepProblem(-1),
  },
];
