import { renameGroup } from '../../shared/edit/index.ts';
import type { LayoutGroup } from '../../shared/model/index.ts';
import { documentStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { NameInput } from './typed-controls.tsx';

/** The group whose nodes are selected: its name; what is done to it stands with the commands for several nodes. */
export const GroupSection = ({ group, isReadOnly }: { readonly group: LayoutGroup; readonly isReadOnly: boolean }) => (
  <section aria-label={words.inspector.group}>
    <div className="stacked-field">
      <label htmlFor={`group-${group.id}`}>{words.inspector.groupName}</label>
      <NameInput
        id={`group-${group.id}`}
        className="input"
        name={group.name}
        isDisabled={isReadOnly}
        onRename={(name, burst) => documentStore.getState().run(renameGroup(group.id, name), burst)}
      />
    </div>
    <p className="small ink-3">{words.inspector.groupHint(group.nodeIds.length)}</p>
  </section>
);
