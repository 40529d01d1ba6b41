import { isSameData, plural, shortened } from '../kinds/index.ts';
import type { Layout, LayoutGroup, PolicyDocument } from '../model/index.ts';
import { type Change, CONSEQUENCE } from './change.ts';
import { compared } from './compared.ts';

type Note = Layout['notes'][number];
const LONGEST_NOTE = 60;

/** Places are told as one change however many moved; the place of a node that came or went belongs to that. */
export function layoutChanges(before: PolicyDocument, after: PolicyDocument): Change[] {
  const was = new Set(before.policy.nodes.map(({ id }) => id));
  const moved = after.policy.nodes.filter(({ id }) => was.has(id) && !isSameData(before.layout.nodes[id], after.layout.nodes[id]));
  const [first] = moved;
  const notes = compared(before.layout.notes, after.layout.notes, ({ id }) => id);
  const groups = compared(before.layout.groups.map(sorted), after.layout.groups.map(sorted), ({ id }) => id);
  const note = ({ text }: Note): string => `“${shortened(text, LONGEST_NOTE)}”`;
  return [
    ...(first === undefined
      ? []
      : [change('places', 'changed', moved.length === 1 ? `Moves “${first.name}”` : `Moves ${plural(moved.length, 'card')}`)]),
    ...notes.removed.map((one) => change(`note ${one.id}`, 'removed', `Removes the note ${note(one)}`)),
    ...notes.added.map((one) => change(`note ${one.id}`, 'added', `Adds the note ${note(one)}`)),
    ...notes.changed.map(([old, now]) =>
      change(
        `note ${now.id}`,
        'changed',
        old.text === now.text ? `Moves the note ${note(now)}` : `The note ${note(old)} says ${note(now)}`,
      ),
    ),
    ...groups.removed.map((one) => change(`group ${one.id}`, 'removed', `Ungroups “${one.name}”`)),
    ...groups.added.map((one) => change(`group ${one.id}`, 'added', `Groups ${plural(one.nodeIds.length, 'card')} as “${one.name}”`)),
    ...groups.changed.map(([, now]) => change(`group ${now.id}`, 'changed', `Changes the group “${now.name}”`)),
  ];
}

const sorted = (one: LayoutGroup): LayoutGroup => ({ ...one, nodeIds: [...one.nodeIds].sort() });

const change = (id: string, action: Change['action'], sentence: string): Change => ({
  id: `sheet ${id}`,
  action,
  about: { kind: 'sheet', id },
  consequence: CONSEQUENCE.sheet,
  sentence,
});
