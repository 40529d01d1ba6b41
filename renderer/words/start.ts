/** Beginning: templates, recipes, the tour and sheets with nothing on them. */
export const start = {
  findKind: 'Find a node or recipe',
  nothingFound: (search: string) => `No node or recipe matches “${search}”. Try what it should do: “outage”, “cost”, “slow”.`,
  showAll: 'Show all',
  recipes: 'Recipes',
  insert: (title: string) => `Insert ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
};
