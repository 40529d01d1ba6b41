import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type AuditEntry, type NewAuditEntry, readAudit, standingOf, writeAudit } from './log.ts';

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
const version = sha256Of('one');
const entry = (who: string, action: NewAuditEntry['action'], policySha256 = version): NewAuditEntry => ({
  at: '2026-11-25T08:00:00.000Z',
  who,
  action,
  policySha256,
  runs: [],
  nodeId: null,
  note: 'Über die Grenze “hinaus”',
});

function logOf(list: readonly NewAuditEntry[]): { text: string; entries: readonly AuditEntry[] } {
  let text = '';
  let entries: readonly AuditEntry[] = [];
  for (const added of list) {
    text = writeAudit(entries, added, sha256Of);
    const read = readAudit(text, sha256Of);
    if (!read.ok) throw new Error(read.error.message);
    entries = read.value;
  }
  return { text, entries };
}
const { text, entries } = logOf([entry('Ann', 'submitted'), entry('Bea', 'asked'), entry('Bea', 'approved'), entry('Cem', 'approved')]);

test('a log with any one byte changed is refused, with the line named', () => {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = bytes[at]! ^ 1;
    const read = readAudit(changed.toString(), sha256Of);
    const line = bytes.subarray(0, at).toString().split('\n').length;
    expect(read.ok, `byte ${at}`).toBe(false);
    if (!read.ok) expect(read.error.line).toBe(line);
  }
});

test('a log with any line removed, doubled or two swapped is refused, with a line named', () => {
  const lines = text.split('\n').slice(0, -1);
  const whole = (list: readonly string[]): string => `${list.join('\n')}\n`;
  for (let a = 0; a < lines.length; a++) {
    expect(readAudit(whole(lines.toSpliced(a, 1)), sha256Of)).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/^Line \d/) },
    });
    expect(readAudit(whole(lines.toSpliced(a, 0, lines[a]!)), sha256Of).ok).toBe(false);
    for (let b = a + 1; b < lines.length; b++) {
      const swapped = lines.with(a, lines[b]!).with(b, lines[a]!);
      expect(readAudit(whole(swapped), sha256Of)).toMatchObject({ ok: false, error: { line: a + 1 } });
    }
  }
  for (const broken of ['', '\n', '{}\n', text.slice(0, -1)]) expect(readAudit(broken, sha256Of).ok).toBe(false);
});

test('an approval counts for exactly the version it was given to, never from who submitted it, and can be taken back', () => {
  expect(standingOf(entries, version)).toEqual({ state: 'approved', approvedBy: ['Bea', 'Cem'], rejectedBy: [] });
  expect(standingOf(entries, sha256Of('two'))).toEqual({ state: 'draft', approvedBy: [], rejectedBy: [] });
  const self = logOf([entry('Ann', 'submitted'), entry('Ann', 'approved')]).entries;
  expect(standingOf(self, version)).toMatchObject({ state: 'in-review', approvedBy: [] });
  const back = logOf([entry('Bea', 'approved'), entry('Bea', 'rejected')]).entries;
  expect(standingOf(back, version)).toEqual({ state: 'rejected', approvedBy: [], rejectedBy: ['Bea'] });
});
