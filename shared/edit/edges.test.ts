import { expect, it } from 'vitest';
import type { Policy } from '../model/index.ts';
import { callableFrom, canConnect } from './edges.ts';
import { portsOf } from './ports.ts';

const node = (id: string, kind: string, config: Record<string, unknown> = {}) => ({ id, kind, name: id, config });
const tiers = { tiers: ['t1', 't2'].map((id) => ({ id, name: '', continueOn: [] })), onExhausted: 'last-failure' };
const policy: Policy = {
  id: 'p',
  name: 'P',
  description: '',
  providers: [],
  nodes: [
    node('in', 'entry'),
    node('tiers', 'fallback', tiers),
    node('retry', 'retry'),
    node('breaker', 'breaker'),
    node('last', 'template'),
    node('alone', 'timeout'),
  ],
  edges: [
    { from: 'in', port: 'next', to: 'tiers' },
    { from: 'tiers', port: 't1', to: 'retry' },
    { from: 'tiers', port: 't2', to: 'last' },
    { from: 'retry', port: 'next', to: 'breaker' },
    { from: 'breaker', port: 'next', to: 'last' },
  ],
  silenced: [],
  promises: [],
};

it('offers exactly what may be connected, and what is connected already', () => {
  for (const from of policy.nodes) {
    for (const port of portsOf(from)) {
      const called = policy.edges.find((edge) => edge.from === from.id && edge.port === port.id)?.to;
      const one = policy.nodes.filter((to) => to.id === called || canConnect(policy, { from: from.id, port: port.id, to: to.id }).ok);
      expect(callableFrom(policy, from.id)).toEqual(one);
    }
  }
});
