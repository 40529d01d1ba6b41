import { documentStore, viewStore } from '../state/index.ts';
import { chooseLog } from '../traffic/choose-log.ts';
import { words } from '../words/index.ts';
import { type AppCommand, isBrowser } from './command.ts';

const isOpen = (): boolean => documentStore.getState().history !== null;

export const trafficCommands: readonly AppCommand[] = [
  {
    id: 'view.traffic',
    label: () => words.trafficRoom.go,
    group: 'View',
    keys: [isBrowser ? 'Alt+5' : 'Mod+5'],
    isEnabled: isOpen,
    run: () => viewStore.getState().goTo('traffic'),
  },
  {
    id: 'traffic.choose',
    label: () => words.trafficRoom.none.choose,
    group: 'Rehearse',
    isEnabled: isOpen,
    run: () => void chooseLog(),
  },
];
