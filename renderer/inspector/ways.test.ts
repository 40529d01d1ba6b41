import { expect, it } from 'vitest';
import type { Policy } from '../../shared/model/index.ts';
import { waysTo } from './ways.ts';

const node = (id: string, kind: string) => ({ id, kind, name: id, config: {} });
const policy: Policy = {
  id: 'p',
  name: 'P',
  description: '',
  providers: [],
  nodes: [node('in', 'entry'), node('tiers', 'fallback'), node('retry', 'retry'), node('model', 'model'), node('alone', 'retry')],
  edges: [
    { from: 'in', port: 'next', to: 'tiers' },
    { from: 'tiers', port: 't1', to: 'retry' },
    { from: 'tiers', port: 't2', to: 'model' },
    { from: 'retry', port: 'next', to: 'model' },
    { from: 'alone', port: 'next', to: 'model' },
  ],
  silenced: [],
  promises: [],
};

it('tells the shortest way and how many callers that a request can come from lie beside it', () => {
  const { shortest, more } = waysTo(policy, 'model');
  expect(shortest?.map(({ node, port }) => [node.id, port])).toEqual([
    ['in', 'next'],
    ['tiers', 't2'],
    ['model', undefined],
  ]);
  expect(more).toBe(1);
  expect(waysTo(policy, 'in').shortest).toHaveLength(1);
  expect(waysTo(policy, 'alone')).toEqual({ shortest: undefined, more: 0 });
});
