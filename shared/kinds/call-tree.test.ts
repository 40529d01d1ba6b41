import { expect, it } from 'vitest';
import type { Policy } from '../model/index.ts';
import { callTree } from './call-tree.ts';

const node = (id: string, kind: string, config: Record<string, unknown> = {}) => ({ id, kind, name: id, config });
const tiers = (...ids: string[]) => ({ tiers: ids.map((id) => ({ id, name: '', continueOn: [] })) });
const policyOf = (nodes: ReturnType<typeof node>[], edges: [string, string, string][]) =>
  ({ nodes, edges: edges.map(([from, port, to]) => ({ from, port, to })) }) as unknown as Policy;
const text = (policy: Policy) =>
  callTree(policy).map(
    ({ node: { id }, level, isReference, isReached }) =>
      `${'-'.repeat(level)}${id}${isReference ? ' again' : ''}${isReached ? '' : ' loose'}`,
  );

it('keeps a chain on one level, opens one for a choice, and names a shared node again without what it calls', () => {
  const policy = policyOf(
    [
      node('shared', 'model'),
      node('entry', 'entry'),
      node('tiers', 'fallback', tiers('t1', 't2')),
      node('retry', 'retry'),
      node('alone', 'breaker'),
    ],
    [
      ['entry', 'next', 'tiers'],
      ['tiers', 't2', 'shared'],
      ['tiers', 't1', 'retry'],
      ['retry', 'next', 'shared'],
      ['alone', 'next', 'shared'],
    ],
  );
  expect(text(policy)).toEqual(['-entry', '-tiers', '--retry', '--shared', '--shared again', '-alone loose', '-shared again loose']);
  const rows = callTree(policy);
  expect(rows.map(({ position, setSize }) => `${position}/${setSize}`)).toEqual(['1/4', '2/4', '1/3', '2/3', '3/3', '3/4', '4/4']);
  expect(rows[4]?.call).toMatchObject({ callerId: 'tiers', portId: 't2', isChoice: true });
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
});

it('ends where a drawing goes round, and follows ports that are not known', () => {
  const policy = policyOf(
    [node('entry', 'entry'), node('old', 'kind-of-tomorrow'), node('a', 'retry'), node('b', 'breaker')],
    [
      ['entry', 'next', 'old'],
      ['old', 'somewhere', 'a'],
      ['a', 'next', 'b'],
      ['b', 'next', 'a'],
    ],
  );
  expect(text(policy)).toEqual(['-entry', '-old', '-a', '-b', '-a again']);
});
