import { expect, test } from 'vitest';
import { createOpenDocuments } from './open-documents.ts';

const FILE = '/policies/a.policy.json';

test('each window on one file learns of the other, and when it is gone', async () => {
  const open = createOpenDocuments();
  const [firstEnd, secondEnd] = [new AbortController(), new AbortController()];
  const first = open.hold({ documentKey: 'one', path: FILE }, firstEnd.signal);
  expect(await first.next()).toEqual({ done: false, value: { otherWindows: 0 } });
  const told = first.next();
  const second = open.hold({ documentKey: 'two', path: FILE }, secondEnd.signal);
  expect(await second.next()).toEqual({ done: false, value: { otherWindows: 1 } });
  expect(await told).toEqual({ done: false, value: { otherWindows: 1 } });
  const left = first.next();
  const ended = second.next();
  secondEnd.abort();
  expect(await ended).toEqual({ done: true, value: undefined });
  expect(await left).toEqual({ done: false, value: { otherWindows: 0 } });
  expect([open.isOpen('one'), open.isOpen('two')]).toEqual([true, false]);
  const over = first.next();
  firstEnd.abort();
  await over;
  expect(open.isOpen('one')).toBe(false);
});

test('other files and documents that were never saved are nobody else’s business', async () => {
  const open = createOpenDocuments();
  const end = new AbortController();
  for (const path of [FILE, '/policies/b.policy.json', null, null]) {
    const held = open.hold({ documentKey: String(Math.random()), path }, end.signal);
    expect(await held.next()).toEqual({ done: false, value: { otherWindows: 0 } });
    void held.next();
  }
  end.abort();
});
