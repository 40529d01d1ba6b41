import { expect, test } from 'vitest';
import { sampleDocument } from '../../test/sample-document.ts';
import { canSilence, lint, lintReport } from './index.ts';

const sample = sampleDocument().policy;
const quiet = { ...sample, nodes: sample.nodes.map((node) => (node.id === 'entry' ? { ...node, config: {} } : node)) };
const silence = { rule: 'entry/no-promise', nodeId: 'entry', about: null, reason: 'Promised in the contract.' };

test('a silenced finding is told apart with its reason, and only on its node', () => {
  const found = lint(quiet).find(({ rule }) => rule === 'entry/no-promise');
  expect(found).toBeDefined();
  const { findings, silenced } = lintReport({ ...quiet, silenced: [silence] });
  expect(silenced).toEqual([{ finding: found, reason: 'Promised in the contract.', about: null }]);
  expect(findings.map(({ rule }) => rule)).not.toContain('entry/no-promise');
  const elsewhere = lintReport({ ...quiet, silenced: [{ ...silence, nodeId: 'breaker' }] });
  expect(elsewhere.silenced).toEqual([]);
  expect(elsewhere.findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['entry/no-promise', 'policy/stale-silence']));
});

test('an error cannot be silenced, since the policy does not run for it', () => {
  const broken = {
    ...sample,
    edges: sample.edges.slice(0, 2),
    silenced: [{ rule: 'graph/port-not-connected', nodeId: 'fallback', about: null, reason: 'Later.' }],
  };
  const { findings, silenced } = lintReport(broken);
  expect(silenced).toEqual([]);
  const error = findings.find(({ rule, nodeId }) => rule === 'graph/port-not-connected' && nodeId === 'fallback');
  expect(error && canSilence(error)).toBe(false);
  expect(findings.map(({ rule }) => rule)).not.toContain('policy/stale-silence');
});

test('a silence that silences nothing is itself a finding, unless other traffic may bring it back', () => {
  const stale = lint({ ...sample, silenced: [{ ...silence, nodeId: 'gone' }] }).find(({ rule }) => rule === 'policy/stale-silence');
  expect(stale).toMatchObject({ severity: 'info', message: expect.stringContaining('for the node "gone", which is gone (“Promised') });
  expect(stale).not.toHaveProperty('nodeId');
  expect(stale && canSilence(stale)).toBe(false);
  const silencedTraffic = { ...sample, silenced: [{ rule: 'traffic/no-jitter', nodeId: 'breaker', about: null, reason: 'Quiet.' }] };
  expect(lint(silencedTraffic).map(({ rule }) => rule)).not.toContain('policy/stale-silence');
});
