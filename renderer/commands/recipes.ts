import { recipes } from '../../shared/edit/index.ts';
import { addRecipe } from '../canvas/index.ts';
import { words } from '../words/index.ts';
import { type AppCommand, inDesign } from './command.ts';

export const recipeCommands: readonly AppCommand[] = recipes.map(
  ({ id, title }): AppCommand => ({
    id: `recipe.${id}`,
    label: () => words.start.insert(title),
    group: 'Add',
    isEnabled: inDesign,
    run: () => addRecipe(id, null),
  }),
);
