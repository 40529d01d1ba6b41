import { expect, it } from 'vitest';
import { library } from '../../shared/scenario/index.ts';
import { scenarioGroups } from './scenario-groups.ts';

it('puts every shipped scenario into one group, by what it strikes', () => {
  const groups = scenarioGroups(library);
  expect(groups.flatMap(({ scenarios }) => scenarios)).toHaveLength(library.length);
  const labelOf = (id: string) => groups.find(({ scenarios }) => scenarios.some((scenario) => scenario.id === id))?.label;
  expect(['provider-outage', 'black-friday', 'silent-drift', 'price-rise', 'reviewers-away', 'tools-down'].map(labelOf)).toEqual([
    'Providers',
    'More traffic',
    'Answers and prices',
    'Answers and prices',
    'People, agents and tools',
    'People, agents and tools',
  ]);
});

it('leaves empty groups out', () => {
  expect(scenarioGroups([])).toEqual([]);
});
