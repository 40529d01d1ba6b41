import { expect, it } from 'vitest';
import type { Finding, Policy } from '../../shared/model/index.ts';
import { groupsOf, keyOf } from './list.ts';

const policy: Policy = {
  id: 'p',
  name: 'P',
  description: '',
  providers: [],
  nodes: [
    { id: 'retry', kind: 'retry', name: 'Retry', config: {} },
    { id: 'breaker', kind: 'breaker', name: 'Breaker, primary', config: {} },
  ],
  edges: [],
  silenced: [],
  promises: [],
};
const found = (rule: string, nodeId: string, severity: Finding['severity'], message = 'Something is wrong.'): Finding => ({
  rule,
  nodeId,
  severity,
  message,
});
const findings = [
  found('graph/port-not-connected', 'breaker', 'error'),
  found('traffic/no-jitter', 'retry', 'warning', 'All callers come back at once.'),
  found('traffic/no-jitter', 'breaker', 'warning'),
];
const look = { severity: null, search: '', grouping: 'none' } as const;

it('finds words in the subject, the sentence and the rule, and all of them', () => {
  const shown = (search: string) => groupsOf(findings, policy, { ...look, search }).flatMap((group) => group.findings);
  expect(shown('primary')).toHaveLength(2);
  expect(shown('JITTER primary')).toEqual([findings[2]]);
  expect(shown('at once')).toEqual([findings[1]]);
  expect(shown('nothing of the kind')).toEqual([]);
});

it('groups in the order of the findings and loses none', () => {
  const byRule = groupsOf(findings, policy, { ...look, grouping: 'rule' });
  expect(byRule.map(({ title, findings }) => [title, findings.length])).toEqual([
    ['graph/port-not-connected', 1],
    ['traffic/no-jitter', 2],
  ]);
  const byNode = groupsOf(findings, policy, { ...look, severity: 'warning', grouping: 'node' });
  expect(byNode.map(({ title }) => title)).toEqual(['Retry', 'Breaker, primary']);
});

it('tells findings of one rule on one node apart by what they are about', () => {
  const one = { ...findings[0]!, about: 't1' };
  expect(keyOf(one)).not.toBe(keyOf({ ...one, about: 't2' }));
});
