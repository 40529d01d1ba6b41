import { currentReview, stepChange } from '../review/index.ts';
import { viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { type AppCommand, isBrowser, isOpen } from './command.ts';

const hasSteps = (): boolean => viewStore.getState().room === 'review' && (currentReview()?.steps.length ?? 0) > 0;

export const reviewCommands: readonly AppCommand[] = [
  {
    id: 'view.review',
    label: () => words.review.go,
    group: 'View',
    keys: [isBrowser ? 'Alt+6' : 'Mod+6'],
    isEnabled: isOpen,
    run: () => viewStore.getState().goTo('review'),
  },
  {
    id: 'review.next',
    label: () => words.review.next,
    group: 'View',
    keys: ['J'],
    room: 'review',
    isEnabled: hasSteps,
    whyNot: () => words.review.noChanges,
    run: () => stepChange(1),
  },
  {
    id: 'review.previous',
    label: () => words.review.previous,
    group: 'View',
    keys: ['K'],
    room: 'review',
    isEnabled: hasSteps,
    whyNot: () => words.review.noChanges,
    run: () => stepChange(-1),
  },
];
