import { expect, it } from 'vitest';
import { kinds } from '../../shared/kinds/index.ts';
import { POLICY_FORMAT, type PolicyDocument, PROVIDER_DEFAULTS } from '../../shared/model/index.ts';
import { findPlaces, jumpPlaces } from './jump-places.ts';

const configOf = (kind: string, patch: object = {}) => ({ ...kinds.get(kind)!.config.defaults, ...patch });

const document: PolicyDocument = {
  format: POLICY_FORMAT,
  policy: {
    id: 'support',
    name: 'Support',
    description: '',
    providers: [{ ...PROVIDER_DEFAULTS, id: 'north', name: 'North', models: [] }],
    nodes: [
      { id: 'entry', kind: 'entry', name: 'Chat', config: configOf('entry') },
      { id: 'tiers', kind: 'fallback', name: 'Tiers', config: configOf('fallback') },
      { id: 'guarded', kind: 'breaker', name: 'Guarded', config: configOf('breaker') },
      { id: 'big', kind: 'model', name: 'Large', config: configOf('model', { provider: 'north', model: 'big-4' }) },
      { id: 'big-2', kind: 'model', name: 'Large too', config: configOf('model', { provider: 'north', model: 'big-4' }) },
    ],
    edges: [{ from: 'entry', port: 'next', to: 'tiers' }],
    silenced: [],
    promises: [],
  },
  layout: { nodes: {}, notes: [{ id: 'n', x: 0, y: 0, text: 'Ask the night shift', nodeId: null } as never], groups: [] },
};
const findings = [{ rule: 'model/no-key', severity: 'error', message: 'Large has no key.', nodeId: 'big' } as const];
const keys = (query: string): string[] => findPlaces(jumpPlaces(document, findings), query).shown.map(({ key }) => key);

it('finds a node by name, kind and setting, in whatever order the words come', () => {
  expect(keys('guarded')[0]).toBe('node:guarded');
  expect(keys('breaker')[0]).toBe('node:guarded');
  expect(keys('circuit guarded')[0]).toBe('node:guarded');
  expect(keys('recovery')).toContain('node:guarded');
});

it('finds models, providers, connections, ports, notes and problems', () => {
  expect(keys('big-4')[0]).toBe('model:big-4');
  expect(keys('north')[0]).toBe('provider:north');
  expect(keys('chat tiers')[0]).toMatch(/^route:/);
  expect(keys('tiers tier 2')[0]).toMatch(/^tier:tiers/);
  expect(keys('night')).toEqual(['note:n']);
  expect(keys('no key')[0]).toBe('finding:0');
});

it('puts the name that begins with what was typed before one that holds it, and finds nothing for nonsense', () => {
  expect(keys('large').slice(0, 2)).toEqual(['node:big', 'node:big-2']);
  expect(keys('zzqx')).toEqual([]);
});

it('answers a key stroke within a frame at 5 000 nodes', () => {
  const nodes = Array.from({ length: 5000 }, (_, i) => ({
    id: `n-${i}`,
    kind: i % 2 === 0 ? 'breaker' : 'model',
    name: `Node ${i}`,
    config: configOf(i % 2 === 0 ? 'breaker' : 'model'),
  }));
  const large = { ...document, policy: { ...document.policy, nodes } };
  const places = jumpPlaces(large, []);
  // Processor time: the machine that tests does much else.
  const queriesMs = ['node 4', 'breaker', 'recovery 30', 'node 49', 'node 4999'].map((query) => {
    const start = process.cpuUsage();
    findPlaces(places, query);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  expect(findPlaces(places, 'node 4999').shown[0]?.key).toBe('node:n-4999');
  expect(Math.min(...queriesMs)).toBeLessThan(40);
});
