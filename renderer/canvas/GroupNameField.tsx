import { renameGroup } from '../../shared/edit/index.ts';
import { documentStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { canvasStore } from './canvas-store.ts';

/** The name of a group while it is written. Enter and leaving keep it, Escape does not. */
export function GroupNameField({ groupId, name }: { readonly groupId: string; readonly name: string }) {
  const close = (): void => canvasStore.setState({ writing: null });
  return (
    <input
      className="input nodrag nopan frame-field"
      aria-label={words.canvas.groupName}
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
      autoFocus
      defaultValue={name}
      maxLength={200}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => {
        const written = event.target.value.trim();
        if (written !== '') documentStore.getState().run(renameGroup(groupId, written));
        close();
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') {
          event.currentTarget.value = '';
          close();
        }
      }}
    />
  );
}
