import { expect, it } from 'vitest';
import { setPromise, signOff } from '../../shared/edit/index.ts';
import { readPolicy } from '../../shared/format/index.ts';
import type { Policy } from '../../shared/model/index.ts';
import { expectedTokens, tierBoard } from '../../shared/tiers/index.ts';
import { sampleDocument } from '../../test/sample-document.ts';
import { answerOf, gapText, summaryText } from './answer.ts';
import { boardSvg } from './board-svg.ts';
import type { BoardView } from './board-view.ts';
import { dayOf } from './day.ts';
import { stackOf } from './stack.ts';

const opened = () => {
  const read = readPolicy(JSON.stringify(sampleDocument()));
  if (!read.ok) throw new Error(read.error.message);
  return read.value.document;
};
const viewOf = (policy: Policy): BoardView => {
  const tokens = expectedTokens(undefined);
  return { policy, tokens, board: tierBoard(policy, tokens, null), run: null, isStale: false, isReadOnly: false };
};
const first = { entryId: 'entry', tier: 1 } as const;
/** Every letter as wide as the next. */
const measure = (text: string): number => text.length * 7;
const linesOf = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = '']) => text);

it('draws what is promised, what answers and who stands for it, and no letter that XML refuses', () => {
  const document = signOff(first, { owner: 'Lead <a&b>', date: '2026-11-24', subject: 'other' }).apply(
    setPromise(first, 'Answers "with" sources\u0007 & pages').apply(opened()),
  );
  const svg = boardSvg(viewOf(document.policy), '2026-11-24', measure);
  expect(svg).toContain('Answers &quot;with&quot; sources &amp; pages');
  expect(svg).toContain('gpt-4o at OpenAI');
  expect(svg).toContain('signed by Lead &lt;a&amp;b&gt; for something else');
  expect(svg).not.toContain('\u0007');
});

it('breaks long promises into lines that fit their cell, and a word without spaces too', () => {
  const document = setPromise(first, `${'word '.repeat(60)}${'x'.repeat(200)}`).apply(opened());
  const lines = linesOf(boardSvg(viewOf(document.policy), '2026-11-24', measure));
  expect(lines.filter((line) => line.includes('word')).length).toBeGreaterThan(5);
  expect(Math.max(...lines.map((line) => measure(line)))).toBeLessThanOrEqual(1400);
  expect(lines.filter((line) => /^x+$/.test(line)).every((line) => measure(line) <= 328)).toBe(true);
});

it('answers the question of the room from the drawing', () => {
  const { policy } = opened();
  expect(answerOf(viewOf(policy).board, null)).toMatchObject({ tone: 'good' });
  const alone = { ...policy, edges: policy.edges.filter(({ to }) => to !== 'template') };
  expect(answerOf(viewOf(alone).board, null)).toMatchObject({ tone: 'bad', text: expect.stringContaining('Nothing answers below tier 1') });
  expect(answerOf(viewOf({ ...policy, edges: [] }).board, null).text).toContain('at any tier');
  expect(answerOf(viewOf({ ...policy, nodes: [] }).board, null).tone).toBe('warning');
  const run = { requests: 1000, outcomes: { answeredByTier: [730, 250, 20], blocked: 0, failed: 0, byFailure: {} } };
  expect(answerOf(viewOf(policy).board, run).text).toMatch(/25.% got tier 2 and 2.% tier 3/);
});

it('says of an empty tier what it means for users', () => {
  const { policy } = opened();
  const [capability] = viewOf(policy).board.capabilities;
  expect(gapText(capability!, 2)).toContain('basic answer at once');
  expect(summaryText({ cells: 6, signed: 3, outOfDate: 1, unwritten: 0, unkept: 0 })).toBe('3 of 6 signed, 1 out of date');
});

it('takes the day from the wall, not from Greenwich', () => {
  expect(dayOf(new Date(2026, 10, 24, 23, 59))).toBe('2026-11-24');
});

it('stacks what ended in each step of time to the full height, and leaves empty steps empty', () => {
  const series = {
    bucketMs: 1000,
    requests: [2, 0, 4],
    answeredByTier: [
      [1, 0, 4],
      [1, 0, 0],
      [0, 0, 0],
    ],
    blocked: [0, 0, 0],
    failed: [0, 0, 0],
  };
  const { bands } = stackOf({ traffic: { durationMs: 3000 }, series } as unknown as Parameters<typeof stackOf>[0]);
  expect(bands.map(({ state }) => state)).toEqual(['t1', 't2']);
  expect(bands[0]!.path).toBe('M0 100V50H333.33V100zM666.67 100V0H1000V100z');
  expect(bands[1]!.path).toBe('M0 50V0H333.33V50z');
});
