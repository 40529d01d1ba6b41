import { arrange, moveNodes } from '../../shared/edit/index.ts';
import type { Point } from '../../shared/model/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { activeCanvas } from './active.ts';
import { canvasStore } from './canvas-store.ts';
import { drawnOf } from './drawn.ts';
import { boundsOf, cardsOf } from './geometry.ts';
import { tidyLayout } from './tidy.ts';

const LASTS_MS = 160;
/** Above this many cards a frame of the way would take longer than the eye is glad to wait for. */
const MOST_ANIMATED = 250;

/** Tidies all, as one step, and shows all. */
export function tidyCanvas(): void {
  const { history, run } = documentStore.getState();
  if (history === null) return;
  const before = placesNow();
  run(arrange(tidyLayout(history.document)));
  animateFrom(before);
  const after = documentStore.getState().history?.document;
  if (after === undefined) return;
  const drawn = drawnOf(after);
  activeCanvas()?.show(boundsOf([...drawn.cards, ...drawn.frames]));
}

/** Tidies the selected nodes among themselves; their corner stays where it was. */
export function tidySelection(): void {
  const { history, run } = documentStore.getState();
  const { nodes } = viewStore.getState().selection;
  if (history === null || nodes.length < 2) return;
  const before = placesNow();
  run({ ...moveNodes(tidyLayout(history.document, nodes)), label: words.canvas.tidySelection, labelFor: () => words.canvas.tidySelection });
  animateFrom(before);
}

export function placesNow(): Readonly<Record<string, Point>> {
  const document = documentStore.getState().history?.document;
  return document === undefined ? {} : Object.fromEntries(cardsOf(document).map((card) => [card.node.id, { x: card.x, y: card.y }]));
}

let frame = 0;

/** Lets cards go from where they were to where the document has them now; at once for those who want no motion, and in large drawings. */
export function animateFrom(before: Readonly<Record<string, Point>>): void {
  const after = placesNow();
  const moving = Object.entries(after).filter(([id, at]) => before[id] !== undefined && (before[id].x !== at.x || before[id].y !== at.y));
  cancelAnimationFrame(frame);
  const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  canvasStore.setState({ underway: {} });
  if (isStill || moving.length === 0 || Object.keys(after).length > MOST_ANIMATED) return;
  const start = performance.now();
  const step = (now: number): void => {
    const share = Math.min(1, (now - start) / LASTS_MS);
    if (share === 1) {
      canvasStore.setState({ underway: {} });
      return;
    }
    const eased = 1 - (1 - share) ** 3;
    canvasStore.setState({
      underway: Object.fromEntries(
        moving.map(([id, at]) => {
          const from = before[id]!;
          return [id, { x: from.x + (at.x - from.x) * eased, y: from.y + (at.y - from.y) * eased }];
        }),
      ),
    });
    frame = requestAnimationFrame(step);
  };
  canvasStore.setState({ underway: Object.fromEntries(moving.map(([id]) => [id, before[id]!])) });
  frame = requestAnimationFrame(step);
}
