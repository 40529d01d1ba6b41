import { documentStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import type { AppCommand } from './all.ts';

export const textCommands: readonly AppCommand[] = [
  {
    id: 'view.text',
    label: () => (viewStore.getState().designView === 'text' ? words.text.toDrawing : words.text.toText),
    group: 'View',
    keys: ['Mod+E'],
    isEnabled: () => documentStore.getState().history !== null,
    run: () => {
      const { room, designView, goTo, showDesignAs } = viewStore.getState();
      // From another room the text is what was asked for, whatever Design showed last.
      showDesignAs(room === 'design' && designView === 'text' ? 'drawing' : 'text');
      goTo('design');
    },
  },
];
