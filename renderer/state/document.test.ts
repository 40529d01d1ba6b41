import { describe, expect, it } from 'vitest';
import { addNode, renameNode } from '../../shared/edit/index.ts';
import { POLICY_FORMAT, type PolicyDocument } from '../../shared/model/index.ts';
import { createDocumentStore, documentName, isEdited } from './document.ts';

const empty: PolicyDocument = {
  format: POLICY_FORMAT,
  policy: { id: 'support', name: 'Support', description: '', providers: [], nodes: [], edges: [], silenced: [], promises: [] },
  layout: { nodes: {}, notes: [], groups: [] },
};
const add = addNode({ kind: 'template', id: 'a', at: { x: 0, y: 0 } });

const opened = (origin = {}) => {
  const store = createDocumentStore(() => 'key');
  store.getState().open(empty, { path: null, sha256: null, ...origin });
  return store;
};

describe('document store', () => {
  it('counts undoing back to what is on disk as saved', () => {
    const store = opened();
    expect(isEdited(store.getState())).toBe(false);
    store.getState().run(add);
    expect(isEdited(store.getState())).toBe(true);
    store.getState().undo();
    expect(isEdited(store.getState())).toBe(false);
    store.getState().redo();
    expect(isEdited(store.getState())).toBe(true);
  });

  it('keeps what was typed while a save was under way as edited', () => {
    const store = opened();
    store.getState().run(add);
    const written = store.getState().history!.document;
    store.getState().run(renameNode('a', 'Typed later'));
    store.getState().saved('/p/support.policy.json', 'f'.repeat(64), written);
    expect(isEdited(store.getState())).toBe(true);
    store.getState().undo();
    expect(isEdited(store.getState())).toBe(false);
  });

  it('goes to any state of the history, also across a save', () => {
    const store = opened();
    store.getState().run(add);
    store.getState().saved('/p/support.policy.json', 'f'.repeat(64), store.getState().history!.document);
    store.getState().run(renameNode('a', 'Later'));
    store.getState().goTo(0);
    expect(store.getState().history?.document).toBe(empty);
    expect(isEdited(store.getState())).toBe(true);
    store.getState().goTo(1);
    expect(isEdited(store.getState())).toBe(false);
    store.getState().goTo(7);
    expect(store.getState().history?.position).toBe(1);
    expect(store.getState().history?.entries).toHaveLength(3);
  });

  it('undoes a burst of one gesture as one step', () => {
    const store = opened();
    store.getState().run(add);
    store.getState().run(renameNode('a', 'B'), 'name');
    store.getState().run(renameNode('a', 'Be'), 'name');
    store.getState().undo();
    expect(store.getState().history?.document.policy.nodes[0]?.name).not.toMatch(/^B/);
    expect(store.getState().history?.document.policy.nodes).toHaveLength(1);
  });

  it('changes nothing while read-only', () => {
    const store = opened({ readOnlyReason: 'unknown kinds' });
    store.getState().run(add);
    expect(store.getState().history?.document).toBe(empty);
  });

  it('counts recovered work as edited until it is saved', () => {
    const store = opened({ isUnsaved: true, documentKey: 'old' });
    expect(isEdited(store.getState())).toBe(true);
    expect(store.getState().documentKey).toBe('old');
  });

  it('may save over what was merged, and still says when the file changed once more meanwhile', () => {
    const store = opened({ path: '/p/a.policy.json', sha256: '0'.repeat(64) });
    const [merged, newer] = ['1'.repeat(64), '2'.repeat(64)];
    store.getState().run(add);
    store.getState().changedOutside({ sha256: merged });
    store.getState().rebased(empty, merged);
    expect(store.getState().origin.sha256).toBe(merged);
    expect(store.getState().outsideChange).toBe(null);
    expect(isEdited(store.getState())).toBe(true);
    store.getState().changedOutside({ sha256: newer });
    store.getState().rebased(empty, merged);
    expect(store.getState().outsideChange).toEqual({ sha256: newer });
  });

  it('is called by its file, else by its id', () => {
    const store = opened();
    expect(documentName(store.getState())).toBe('support');
    store.getState().saved('C:\\work\\claims.policy.json', 'f'.repeat(64), empty);
    expect(documentName(store.getState())).toBe('claims');
  });
});
