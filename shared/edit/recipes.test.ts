import { describe, expect, it } from 'vitest';
import { lint } from '../lint/index.ts';
import { POLICY_FORMAT, type PolicyDocument } from '../model/index.ts';
import { addNode, insertRecipe, recipeFragment, recipes } from './index.ts';

const empty: PolicyDocument = {
  format: POLICY_FORMAT,
  policy: { id: 'p', name: 'P', description: '', providers: [], nodes: [], edges: [], silenced: [], promises: [] },
  layout: { nodes: {}, notes: [], groups: [] },
};
const withEntry = addNode({ kind: 'entry', id: 'entry', at: { x: 0, y: 0 } }).apply(empty);

describe.each(recipes.map((recipe) => [recipe.title, recipe] as const))('recipe "%s"', (_, recipe) => {
  it('is called from the port that was asked for, and no error or unset field comes with it', () => {
    const where = { at: { x: 0, y: 200 }, positions: {}, caller: { nodeId: 'entry', portId: 'next' } };
    const after = insertRecipe(recipe, where).apply(withEntry);
    expect(after.policy.nodes).toHaveLength(1 + recipe.nodes.length);
    expect(after.policy.edges).toHaveLength(1 + recipe.edges.length);
    expect(after.policy.edges).toContainEqual(expect.objectContaining({ from: 'entry', port: 'next' }));
    expect(lint(after.policy).filter(({ severity }) => severity === 'error')).toEqual([]);
    const twice = insertRecipe(recipe, { ...where, caller: null }).apply(after);
    expect(new Set(twice.policy.nodes.map(({ name }) => name)).size).toBe(twice.policy.nodes.length);
    expect(twice.policy.providers).toEqual(after.policy.providers);
  });
});

it('takes a dear model as the large one and a cheaper one of another provider as the smaller', () => {
  const three = recipes.find(({ id }) => id === 'three-tiers');
  if (three === undefined) throw new Error('no recipe "three-tiers"');
  const [openai, anthropic] = recipeFragment(three, empty.policy, {}).providers;
  if (openai === undefined || anthropic === undefined) throw new Error('the recipe brings two providers');
  // The cheap provider first: the order in the file says nothing of size.
  const { nodes } = recipeFragment(three, { ...empty.policy, providers: [anthropic, openai] }, {});
  const modelOf = (id: string) => nodes.find((node) => node.id === id)?.config['model'];
  expect([modelOf('large'), modelOf('small')]).toEqual(['gpt-4o', 'claude-haiku-4-5']);
});

it('uses the models that the policy has, each at another provider where it can', () => {
  const three = recipes.find(({ id }) => id === 'three-tiers');
  if (three === undefined) throw new Error('no recipe "three-tiers"');
  const provided = recipeFragment(three, empty.policy, {}).providers.map((provider, i) => ({ ...provider, id: `mine${i}` }));
  const { nodes, providers } = recipeFragment(three, { ...empty.policy, providers: provided }, {});
  expect(providers).toEqual([]);
  expect(nodes.filter(({ kind }) => kind === 'model').map(({ config }) => config['providerId'])).toEqual(['mine0', 'mine1']);
});
