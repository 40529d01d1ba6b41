import { expect, test } from 'vitest';
import { sampleDocument } from '../../test/sample-document.ts';
import { addNode, addTemplateAnswer, type Command, connect, renameNode, setConfig, setPromise, signOff } from '../edit/index.ts';
import { readPolicy } from '../format/index.ts';
import type { PolicyDocument, RunResult } from '../model/index.ts';
import { expectedTokens, subjectOf, tierBoard } from './index.ts';

const opened = (): PolicyDocument => {
  const read = readPolicy(JSON.stringify(sampleDocument()));
  if (!read.ok) throw new Error(read.error.message);
  return read.value.document;
};
const after = (...commands: readonly Command[]): PolicyDocument => commands.reduce((at, command) => command.apply(at), opened());
const tokens = expectedTokens(undefined);
const boardOf = ({ policy }: PolicyDocument, run: RunResult | null = null) => tierBoard(policy, tokens, run);
const cellsOf = (document: PolicyDocument, run: RunResult | null = null) => boardOf(document, run).capabilities[0]!.cells;
const at = (tier: 1 | 2 | 3) => ({ entryId: 'entry', tier });
const namesAt = (document: PolicyDocument) => cellsOf(document).map(({ answers }) => answers.map(({ name }) => name));

/** What the board reads of a run. */
const runOf = (): RunResult =>
  ({
    nodes: [
      { id: 'entry', calls: 200, answered: 180, failures: { 'blocked-by-guard': 15, timeout: 5 }, latencyMs: { p95: 9000 }, usd: 0 },
      { id: 'model', calls: 160, answered: 120, failures: { timeout: 40 }, latencyMs: { p95: 7210 }, usd: 0.6 },
    ],
    edges: [{ from: 'entry', port: 'next', to: 'fallback', calls: 200, answeredByTier: [120, 0, 60], failed: 20 }],
  }) as unknown as RunResult;

test('answers stand at the tier that they have, whatever calls them', () => {
  expect(namesAt(opened())).toEqual([['GPT-4o'], [], ['Sorry']]);
  expect(namesAt(after(setConfig('model', 'tier', 2)))).toEqual([[], ['GPT-4o'], ['Sorry']]);
});

test('tools of an agent and approvals answer nobody, and a step costs what a step costs', () => {
  const document = after(
    addNode({ kind: 'agent-loop', id: 'loop', at: { x: 0, y: 0 }, config: { meanSteps: 4, tools: [{ id: 'search', name: 'search' }] } }),
    addNode({ kind: 'tool', id: 'tool', at: { x: 0, y: 0 } }),
    connect({ from: 'breaker', port: 'next', to: 'loop' }),
    connect({ from: 'loop', port: 'model', to: 'model' }),
    connect({ from: 'loop', port: 'search', to: 'tool' }),
  );
  expect(namesAt(document)).toEqual([['GPT-4o'], [], ['Sorry']]);
  expect(cellsOf(document)[0].answers[0]!.callsPerAnswer).toBe(4);
});

test('a cache answers at every tier that it could have kept an answer of', () => {
  const document = after(
    addNode({ kind: 'cache', id: 'cache', at: { x: 0, y: 0 } }),
    connect({ from: 'entry', port: 'next', to: 'cache' }),
    connect({ from: 'cache', port: 'next', to: 'fallback' }),
  );
  expect(namesAt(document)).toEqual([['Cache', 'GPT-4o'], [], ['Cache', 'Sorry']]);
  expect(namesAt(setConfig('cache', 'keepsDownToTier', 1).apply(document))).toEqual([['Cache', 'GPT-4o'], [], ['Sorry']]);
});

test('a capability that leads nowhere has no answers, and neither loops nor unknown settings hang the board', () => {
  const { policy } = opened();
  const edges = [...policy.edges.filter(({ from }) => from !== 'breaker'), { from: 'breaker', port: 'next', to: 'fallback' }];
  expect(tierBoard({ ...policy, edges }, tokens, null).capabilities[0]!.cells.map(({ answers }) => answers.length)).toEqual([0, 0, 1]);
  expect(tierBoard({ ...policy, edges: [] }, tokens, null).capabilities[0]!.cells.every(({ answers }) => answers.length === 0)).toBe(true);
  expect(tierBoard({ ...policy, nodes: [], edges: [] }, tokens, null).capabilities).toEqual([]);
});

test('figures without a run come of the drawing: first token, long answer, price list', () => {
  const [answer] = cellsOf(after(setConfig('model', 'ttftP95Ms', 1000), setConfig('model', 'outputTokensPerS', 100)))[0].answers;
  // A long answer has 600 tokens.
  expect(answer!.p95Ms).toBeCloseTo(7000);
  // 1 000 in at $2.50 and 250 out at $10 a million.
  expect(answer!.usd).toBeCloseTo(0.005);
  const capped = cellsOf(after(setConfig('model', 'requestTimeoutMs', 2000)))[0].answers[0]!;
  expect(capped.p95Ms).toBe(2000);
});

test('a run says how often each tier was reached, by entry, and what its answers took', () => {
  const [first, second, third] = cellsOf(opened(), runOf());
  expect([first.reached, second.reached, third.reached]).toEqual([
    { requests: 120, share: 0.6 },
    { requests: 0, share: 0 },
    { requests: 60, share: 0.3 },
  ]);
  expect(first.answers[0]!.run).toEqual({ answers: 120, p95Ms: 7210, usdPerAnswer: 0.005 });
  expect(third.answers[0]!.run).toBeNull();
  expect(boardOf(opened(), runOf()).capabilities[0]!.run).toMatchObject({ requests: 200, blocked: 15, failed: 5 });
});

test('a signature holds while promise and answer are what was signed, and says what is not', () => {
  const written = after(setPromise(at(1), 'Answers from the handbook.'));
  const [{ subject }] = cellsOf(written);
  expect(subject).toContain('gpt-4o at OpenAI');
  const signed = signOff(at(1), { owner: 'Support lead', date: '2026-11-24', subject }).apply(written);
  expect(cellsOf(signed)[0].signOff.state).toBe('signed');
  // What no user would notice.
  expect(cellsOf(renameNode('model', 'Large').apply(signed))[0].signOff.state).toBe('signed');
  expect(cellsOf(setConfig('model', 'requestTimeoutMs', 9000).apply(signed))[0].signOff.state).toBe('signed');
  const other = setConfig('model', 'model', 'gpt-5').apply(signed);
  expect(cellsOf(other)[0].signOff).toMatchObject({
    state: 'out-of-date',
    changes: [{ part: 'answer', was: 'gpt-4o at OpenAI', now: 'gpt-5 at OpenAI' }],
  });
  const reworded = setPromise(at(1), 'Answers.').apply(signed);
  expect(cellsOf(reworded)[0].signOff).toMatchObject({
    changes: [{ part: 'promise', was: 'Answers from the handbook.', now: 'Answers.' }],
  });
  expect(boardOf(reworded).summary).toEqual({ cells: 2, signed: 0, outOfDate: 1, unwritten: 1, unkept: 0 });
});

test('what a fixed text says is signed with it, however long it is', () => {
  const document = after(setPromise(at(3), 'Names the phone line.'), setConfig('template', 'text', 'a'.repeat(4000)));
  const [, , { subject }] = cellsOf(document);
  expect(subject.length).toBeLessThanOrEqual(4000);
  const [, , changed] = cellsOf(setConfig('template', 'text', `${'a'.repeat(3999)}b`).apply(document));
  expect(changed.subject).not.toBe(subject);
  expect(subjectOf('two\nlines', [])).not.toContain('\n');
});

test('a template answer comes as a further tier of the fallback, before worse ones and in one step', () => {
  const document = addTemplateAnswer('entry', 2).apply(opened());
  expect(namesAt(document)).toEqual([['GPT-4o'], ['Template'], ['Sorry']]);
  const fallback = document.policy.nodes.find(({ id }) => id === 'fallback')!.config as { tiers: { id: string; continueOn: string[] }[] };
  expect(fallback.tiers.map(({ id }) => id)).toEqual(['t1', 't3', 't2']);
  expect(fallback.tiers[1]!.continueOn).toContain('timeout');
});

test('without a fallback a template answer brings one, which tries first what there was', () => {
  const plain = after(connect({ from: 'entry', port: 'next', to: 'breaker' }));
  const document = addTemplateAnswer('entry', 3).apply(plain);
  expect(namesAt(document)).toEqual([['GPT-4o'], [], ['Template']]);
  expect(document.policy.edges).toContainEqual({ from: 'entry', port: 'next', to: 'fallback-2' });
  expect(document.policy.edges).toContainEqual({ from: 'fallback-2', port: 't1', to: 'breaker' });
  expect(addTemplateAnswer('model', 3).apply(plain)).toBe(plain);
});
