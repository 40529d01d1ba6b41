import { describe, expect, it } from 'vitest';
import { addNode, addNote, connect, groupNodes } from '../../shared/edit/index.ts';
import { writePolicy } from '../../shared/format/index.ts';
import { POLICY_FORMAT, type PolicyDocument } from '../../shared/model/index.ts';
import { clipboardText, pastedFrom } from './clipboard-text.ts';

const empty: PolicyDocument = {
  format: POLICY_FORMAT,
  policy: { id: 'p', name: 'P', description: '', providers: [], nodes: [], edges: [], silenced: [], promises: [] },
  layout: { nodes: {}, notes: [], groups: [] },
};
const drawn = [
  addNode({ kind: 'entry', id: 'entry', at: { x: 0, y: 0 } }),
  addNode({ kind: 'retry', id: 'retry', at: { x: 100, y: 90 } }),
  addNode({ kind: 'template', id: 'template', at: { x: 100, y: 180 } }),
  connect({ from: 'entry', port: 'next', to: 'retry' }),
  connect({ from: 'retry', port: 'next', to: 'template' }),
].reduce((document, command) => command.apply(document), empty);

describe('clipboard text', () => {
  it('carries chosen nodes with the wires among them and their places', () => {
    const pasted = pastedFrom(clipboardText(drawn, ['retry', 'template'])!)!;
    expect(pasted.fragment.nodes.map(({ id }) => id)).toEqual(['retry', 'template']);
    expect(pasted.fragment.edges).toEqual([{ from: 'retry', port: 'next', to: 'template' }]);
    expect(pasted.corner).toEqual({ x: 100, y: 90 });
    expect(pasted.fragment.positions['template']).toEqual({ x: 0, y: 90 });
  });

  it('carries comments, whole groups and chosen notes, and takes those of a whole file', () => {
    const rich = [
      addNote({ id: 'why', x: 4, y: 80, text: 'Why', nodeId: 'retry' }),
      addNote({ id: 'aside', x: 40, y: 300, text: 'Aside' }),
      groupNodes(['retry', 'template'], { name: 'Last resort' }),
      groupNodes(['entry'], { name: 'Front' }),
    ].reduce((document, command) => command.apply(document), drawn);
    const { fragment } = pastedFrom(clipboardText(rich, ['retry', 'template'])!)!;
    expect(fragment.notes).toEqual([{ x: 4, y: 80, text: 'Why', nodeId: 'retry' }]);
    expect(fragment.groups.map(({ name }) => name)).toEqual(['Last resort']);
    const alone = pastedFrom(clipboardText(rich, [], ['aside'])!)!;
    expect(alone.corner).toEqual({ x: 40, y: 300 });
    expect(alone.fragment.notes).toEqual([{ x: 0, y: 0, text: 'Aside', nodeId: null }]);
    const whole = pastedFrom(writePolicy(rich))!.fragment;
    expect([whole.nodes.length, whole.notes.length, whole.groups.length]).toEqual([3, 2, 2]);
  });

  it('is nothing for an empty selection, and nothing is taken from other text', () => {
    expect(clipboardText(drawn, [])).toBeNull();
    for (const text of ['', 'hello', '{"a":1}', '[]']) expect(pastedFrom(text)).toBeNull();
  });
});
