import { changedFields, restoreDefaults } from '../../shared/edit/index.ts';
import type { PolicyNode } from '../../shared/model/index.ts';
import { documentStore } from '../state/index.ts';
import { words } from '../words/index.ts';

/** How many settings are not the default, and the way back for all of them as one step. */
export function ChangedNote({ nodes, isReadOnly }: { readonly nodes: readonly PolicyNode[]; readonly isReadOnly: boolean }) {
  const changed = new Set(nodes.flatMap((node) => changedFields(node).map(({ key }) => key))).size;
  if (changed === 0) return null;
  return (
    <p className="changed-note small ink-3">
      {words.inspector.changedCount(changed)}{' '}
      {!isReadOnly && (
        <button
          type="button"
          className="btn link small"
          onClick={() => documentStore.getState().run(restoreDefaults(nodes.map(({ id }) => id)))}
        >
          {words.inspector.restoreAll}
        </button>
      )}
    </p>
  );
}
