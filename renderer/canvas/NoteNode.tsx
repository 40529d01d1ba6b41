import { type NodeProps, useStore } from '@xyflow/react';
import { setNote } from '../../shared/edit/index.ts';
import { documentStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { canvasStore, useCanvas } from './canvas-store.ts';
import type { NoteFlowNode } from './flow.ts';
import { NoteField } from './NoteField.tsx';

/** A plain paragraph with a rule at its left. Double-click or Enter edits it. */
export function NoteNode({ data, selected }: NodeProps<NoteFlowNode>) {
  const isWriting = useCanvas(({ writing }) => writing === `note:${data.id}`);
  const write = (): void => canvasStore.setState({ writing: `note:${data.id}` });
  // Words keep 12 px on the screen; the paragraph keeps its width, so it grows downwards only.
  const zoom = useStore((flow) => flow.transform[2]);
  const size = zoom < 1 ? { fontSize: Math.min(20, 12 / zoom), lineHeight: 1.3 } : undefined;
  if (isWriting && !data.isReadOnly) {
    return (
      <div className="note is-editing">
        <NoteField
          label={words.canvas.noteField}
          text={data.text}
          onDone={(written) => {
            if (written !== null) documentStore.getState().run(setNote(data.id, { text: written }));
            canvasStore.setState({ writing: null });
          }}
        />
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the node around it takes focus and keys; this only adds the double-click
    <div style={size} className={selected ? 'note is-selected' : 'note'} onDoubleClick={write}>
      <span>{data.text === '' ? words.canvas.emptyNote : data.text}</span>
      {selected && !data.isReadOnly && (
        <button type="button" className="btn link small nodrag" onClick={write}>
          {words.canvas.editNote}
        </button>
      )}
    </div>
  );
}
