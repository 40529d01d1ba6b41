import { freePortOf, insertRecipe, recipeFragment, recipes } from '../../shared/edit/index.ts';
import type { Point, PolicyDocument } from '../../shared/model/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { activeCanvas } from './active.ts';
import { boundsOf, CARD_HEIGHT, COLUMN_GAP, cardsOf, ROW_PITCH } from './geometry.ts';
import { freePlace, isFreePlace } from './place.ts';
import { tidyLayout } from './tidy.ts';

/** Between a recipe and what stands there. */
const GAP_PX = 16;

/**
 * Puts a recipe in and selects it. It is called by the first free port of the only selected node; with nothing selected, by the only free port of the
 * drawing, so that the first recipe on a sheet with an entry needs no wiring. One step of the history.
 */
export function addRecipe(recipeId: string, at: Point | null): void {
  const recipe = recipes.find(({ id }) => id === recipeId);
  const { history, run } = documentStore.getState();
  if (recipe === undefined || history === null) return;
  const { document } = history;
  const { nodes } = viewStore.getState().selection;
  const candidates =
    nodes.length === 0 ? document.policy.nodes : document.policy.nodes.filter(({ id }) => nodes.length === 1 && id === nodes[0]);
  const free = candidates.flatMap((node) => {
    const port = freePortOf(document.policy, node);
    return port === undefined ? [] : [{ node, port }];
  });
  const from = free.length === 1 ? free[0] : undefined;

  const { nodes: inner, edges } = recipeFragment(recipe, document.policy, {});
  const alone: PolicyDocument = {
    ...document,
    policy: { ...document.policy, nodes: [...inner], edges: [...edges] },
    layout: { nodes: {}, notes: [], groups: [] },
  };
  const laid = tidyLayout(alone);
  const cards = cardsOf({ ...alone, layout: { ...alone.layout, nodes: laid } });
  const bounds = boundsOf(cards);
  const boxes = cards.map(({ x, y, width, height }) => ({ x: x - bounds.x, y: y - bounds.y, width, height }));
  const positions = Object.fromEntries(Object.entries(laid).map(([id, { x, y }]) => [id, { x: x - bounds.x, y: y - bounds.y }]));

  const caller = from === undefined ? undefined : cardsOf(document).find((card) => card.node.id === from.node.id);
  const centre = activeCanvas()?.centre() ?? { x: 0, y: 0 };
  // As tidy layout would: under a caller with one way out, beside one with several, or where there is no room.
  const beside = caller && { x: caller.x + caller.width + COLUMN_GAP, y: caller.y };
  const below = caller && { x: caller.x, y: caller.y + caller.height + ROW_PITCH - CARD_HEIGHT };
  const corner = at ??
    [...(caller?.hasRows ? [] : [below]), beside].find((place) => place && isFreePlace(document, place, boxes, GAP_PX)) ??
    beside ?? { x: centre.x - bounds.width / 2, y: centre.y - bounds.height / 2 };
  const before = new Set(document.policy.nodes.map(({ id }) => id));
  run(
    insertRecipe(recipe, {
      // Several cards at once seldom fit where one lets go of them; they make way downwards.
      at: freePlace(document, corner, boxes),
      positions,
      caller: from === undefined ? null : { nodeId: from.node.id, portId: from.port.id },
    }),
  );
  const after = documentStore.getState().history?.document;
  const added = after?.policy.nodes.filter(({ id }) => !before.has(id)).map(({ id }) => id) ?? [];
  viewStore.getState().select({ nodes: added });
  // Once it is drawn; a free place may lie outside of what is seen.
  setTimeout(() => added[0] !== undefined && activeCanvas()?.reveal(added[0]), 50);
}
