import { type NodeProps, useStore } from '@xyflow/react';
import { useState } from 'react';
import { setNote } from '../../shared/edit/index.ts';
import { documentStore } from '../state/index.ts';
import type { NoteFlowNode } from './flow.ts';

/** A plain paragraph with a rule at its left. Double-click or Enter edits it. */
export function NoteNode({ data, selected }: NodeProps<NoteFlowNode>) {
  const [isEditing, setEditing] = useState(false);
  // Words keep 12 px on the screen; the paragraph keeps its width, so it grows downwards only.
  const zoom = useStore((flow) => flow.transform[2]);
  const words = zoom < 1 ? { fontSize: Math.min(20, 12 / zoom), lineHeight: 1.3 } : undefined;
  if (isEditing && !data.isReadOnly) {
    return (
      <div className="note is-editing">
        <textarea
          className="input nodrag nopan"
          aria-label="Text of the note"
          // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
          autoFocus
          rows={4}
          defaultValue={data.text}
          maxLength={10_000}
          onBlur={(event) => {
            documentStore.getState().run(setNote(data.id, { text: event.target.value }));
            setEditing(false);
          }}
          onKeyDown={(event) => event.key === 'Escape' && setEditing(false)}
        />
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the node around it takes focus and keys; this only adds the double-click
    <div style={words} className={selected ? 'note is-selected' : 'note'} onDoubleClick={() => setEditing(true)}>
      <span>{data.text === '' ? 'Empty note. Double-click to write.' : data.text}</span>
      {selected && !data.isReadOnly && (
        <button type="button" className="btn link small" onClick={() => setEditing(true)}>
          Edit note
        </button>
      )}
    </div>
  );
}
