import { startTour } from '../tour/index.ts';
import { words } from '../words/index.ts';
import { type AppCommand, always } from './command.ts';

export const startCommands: readonly AppCommand[] = [
  { id: 'view.tour', label: () => words.start.tour.command, group: 'View', isEnabled: always, run: () => void startTour() },
];
