import { freePortOf, insertRecipe, recipeFragment, recipes } from '../../shared/edit/index.ts';
import type { Point, PolicyDocument } from '../../shared/model/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { activeCanvas } from './active.ts';
import { boundsOf, CARD_HEIGHT, COLUMN_GAP, cardsOf, ROW_PITCH } from './geometry.ts';
import { freePlace } from './place.ts';
import { tidyLayout } from './tidy.ts';

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
  const bounds = boundsOf(cardsOf({ ...alone, layout: { ...alone.layout, nodes: laid } }));
  const positions = Object.fromEntries(Object.entries(laid).map(([id, { x, y }]) => [id, { x: x - bounds.x, y: y - bounds.y }]));

  const caller = from === undefined ? undefined : cardsOf(document).find((card) => card.node.id === from.node.id);
  const centre = activeCanvas()?.centre() ?? { x: 0, y: 0 };
  const corner =
    at ??
    (caller === undefined
      ? { x: centre.x - bounds.width / 2, y: centre.y - bounds.height / 2 }
      : caller.hasRows
        ? { x: caller.x + caller.width + COLUMN_GAP, y: caller.y }
        : { x: caller.x, y: caller.y + caller.height + ROW_PITCH - CARD_HEIGHT });
  const before = new Set(document.policy.nodes.map(({ id }) => id));
  run(
    insertRecipe(recipe, {
      at: at ?? freePlace(document, corner, Object.values(positions)),
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
