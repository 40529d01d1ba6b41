import { type Template, templates } from '../../shared/templates/index.ts';
import { activeCanvas } from '../canvas/index.ts';
import { drawTemplate } from '../files/index.ts';
import { documentStore } from '../state/index.ts';
import { startTour } from '../tour/index.ts';
import { words } from '../words/index.ts';
import { type AppCommand, always, inDesign } from './command.ts';

const isEmpty = (): boolean => documentStore.getState().history?.document.policy.nodes.length === 0;

function draw(template: Template): void {
  drawTemplate(template);
  // Once it is drawn: what had the focus is gone with the empty sheet.
  setTimeout(() => {
    activeCanvas()?.fit();
    document.querySelector<HTMLElement>('.canvas .react-flow__node[tabindex="0"]')?.focus();
  }, 50);
}

export const startCommands: readonly AppCommand[] = [
  { id: 'view.tour', label: () => words.start.tour.command, group: 'View', isEnabled: always, run: () => void startTour() },
  ...templates.map(
    (template): AppCommand => ({
      id: `template.${template.id}`,
      label: () => words.start.emptySheet.draw(template.name),
      group: 'Add',
      isEnabled: () => inDesign() && isEmpty(),
      whyNot: () => words.start.emptySheet.isDrawn,
      run: () => draw(template),
    }),
  ),
];
