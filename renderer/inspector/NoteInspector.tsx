import { StickyNote, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { removeNote, setNote, together } from '../../shared/edit/index.ts';
import type { Layout, Policy } from '../../shared/model/index.ts';
import { Select } from '../parts/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { FieldRow } from './FieldRow.tsx';
import { newBurst } from './typed-controls.tsx';

type Note = Layout['notes'][number];

/** The words of a note, and whether it is a comment on a node. */
export function NoteInspector({
  note,
  policy,
  layout,
  isReadOnly,
}: {
  readonly note: Note;
  readonly policy: Policy;
  readonly layout: Layout;
  readonly isReadOnly: boolean;
}) {
  const { run } = documentStore.getState();
  const burst = useRef('');
  const about = policy.nodes.find(({ id }) => id === note.nodeId);
  /** It stays where it is on the sheet: its place is counted from another corner. */
  const attach = (nodeId: string): void => {
    const corner = (id: string | null) => (id === null ? undefined : layout.nodes[id]) ?? { x: 0, y: 0 };
    const before = corner(note.nodeId);
    const after = corner(nodeId === '' ? null : nodeId);
    run(setNote(note.id, { nodeId: nodeId === '' ? null : nodeId, x: note.x + before.x - after.x, y: note.y + before.y - after.y }));
  };
  return (
    <>
      <div className="inspector-head">
        <span className="inspector-glyph">
          <StickyNote size={18} />
        </span>
        <div className="inspector-name">
          <h2 className="inspector-title">{about === undefined ? words.inspector.note : words.inspector.commentOn(about.name)}</h2>
        </div>
      </div>
      <div className="inspector-body scroll-thin">
        <p className="small ink-3">{about === undefined ? words.inspector.notePlace : words.inspector.commentPlace}</p>
        <label className="stacked-field">
          <span>{words.inspector.noteText}</span>
          <textarea
            className="input"
            rows={6}
            maxLength={10_000}
            value={note.text}
            disabled={isReadOnly}
            placeholder={words.inspector.notePlaceholder}
            onFocus={() => {
              burst.current = newBurst(note.id);
            }}
            onChange={(event) => run(setNote(note.id, { text: event.target.value }), burst.current)}
          />
        </label>
        <FieldRow id={`note-${note.id}-about`} label={words.inspector.noteAbout} help={words.inspector.noteAboutHelp}>
          <Select
            id={`note-${note.id}-about`}
            value={note.nodeId ?? ''}
            options={[{ value: '', label: words.inspector.onSheet }, ...policy.nodes.map(({ id, name }) => ({ value: id, label: name }))]}
            isDisabled={isReadOnly}
            onChange={attach}
          />
        </FieldRow>
        {!isReadOnly && (
          <div>
            <button
              type="button"
              className="btn danger"
              onClick={() => {
                run(removeNote(note.id));
                viewStore.getState().select({});
              }}
            >
              <Trash2 size={14} /> {words.inspector.removeNote}
            </button>
          </div>
        )}
      </div>
    </>
  );
}

/** Several wires or several notes: how many, and the one thing that is done to all. */
export function CountInspector({
  title,
  verb,
  isReadOnly,
  onRemove,
}: {
  readonly title: string;
  readonly verb: string;
  readonly isReadOnly: boolean;
  readonly onRemove: () => void;
}) {
  return (
    <>
      <div className="inspector-head">
        <div className="inspector-name">
          <h2 className="inspector-title">{title}</h2>
        </div>
      </div>
      {!isReadOnly && (
        <div className="inspector-body scroll-thin">
          <div>
            <button type="button" className="btn danger" onClick={onRemove}>
              <Trash2 size={14} /> {verb}
            </button>
          </div>
        </div>
      )}
    </>
  );
}

/** As one step of the history. */
export const removeNotes = (ids: readonly string[]): void => {
  documentStore.getState().run(together(ids.map(removeNote), words.inspector.removeNotes(ids.length)));
  viewStore.getState().select({});
};
