/** What a drag from the palette carries: the name of a node kind. */
export const KIND_DRAG_TYPE = 'application/x-gracefall-kind';

/** And that of a recipe: its id. */
export const RECIPE_DRAG_TYPE = 'application/x-gracefall-recipe';
