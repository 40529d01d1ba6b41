/** Beginning: templates, recipes, the tour and sheets with nothing on them. */
export const start = {
  findKind: 'Find a node or recipe',
  nothingFound: (search: string) => `No node or recipe matches “${search}”. Try what it should do: “outage”, “cost”, “slow”.`,
  showAll: 'Show all',
  recipes: 'Recipes',
  insert: (title: string) => `Insert ${title.charAt(0).toLowerCase()}${title.slice(1)}`,

  reasons: 'Why these values',
  newPolicy: {
    title: 'New policy',
    description: 'Start from a drawing that works and change it, or from an empty sheet.',
    cancel: 'Cancel',
    create: 'Create',
    name: 'Policy name',
    suggestedName: 'My policy',
    from: 'Start from',
    templates: 'Templates',
    examples: 'Examples, with recorded traffic',
    empty: 'Empty sheet',
    emptyPurpose: 'Draw from an entry on: where requests come in, and what answers them.',
    /** Of a template: what one typical call of its dearest first-tier model costs, what is owed, and how large the drawing is. */
    figures: (usd: string | null, seconds: string, availability: string, nodes: number) =>
      `${usd === null ? '' : `About ${usd} a model call. `}Owes ${availability} useful answers, 95 of 100 within ${seconds}. ${nodes} nodes, chosen values explained.`,
  },
};
