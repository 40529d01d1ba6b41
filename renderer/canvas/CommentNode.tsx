import { type NodeProps, useStore } from '@xyflow/react';
import { MessageSquareText } from 'lucide-react';
import { setNote } from '../../shared/edit/index.ts';
import { documentStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { canvasStore, useCanvas } from './canvas-store.ts';
import type { CommentFlowNode } from './flow.ts';
import { NoteField } from './NoteField.tsx';

const texts = words.canvas;

/** A comment on a node: a mark at the node that moves with it. Its words show on hover and while it or its node is selected. */
export function CommentNode({ data, selected }: NodeProps<CommentFlowNode>) {
  const { id, text, nodeName, isReadOnly, isOwnerSelected } = data;
  const isWriting = useCanvas(({ writing }) => writing === `note:${id}`) && !isReadOnly;
  const zoom = useStore((flow) => flow.transform[2]);
  const scale = zoom < 1 ? Math.min(1.8, 1 / zoom) : 1;
  const isOpen = selected || isOwnerSelected || isWriting;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the node around it takes focus and keys; this only adds the double-click
    <div
      className={`comment${selected ? ' is-selected' : ''}${isOpen ? ' is-open' : ''}`}
      style={{ transform: `scale(${scale})` }}
      onDoubleClick={() => canvasStore.setState({ writing: `note:${id}` })}
    >
      <span className="comment-mark" title={isOpen ? undefined : text}>
        <MessageSquareText size={14} aria-hidden="true" />
      </span>
      <div className="comment-text">
        {isWriting ? (
          <NoteField
            label={texts.commentField}
            text={text}
            onDone={(written) => {
              if (written !== null) documentStore.getState().run(setNote(id, { text: written }));
              canvasStore.setState({ writing: null });
            }}
          />
        ) : (
          <>
            <span className="visually-hidden">{texts.commentOn(nodeName, '')}</span>
            <span>{text === '' ? texts.emptyComment : text}</span>
            {selected && !isReadOnly && (
              <button type="button" className="btn link small nodrag" onClick={() => canvasStore.setState({ writing: `note:${id}` })}>
                {texts.editComment}
              </button>
            )}
          </>
        )}
      </div>
    </div>
  );
}
