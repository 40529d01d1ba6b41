import { Panel, useStore } from '@xyflow/react';
import { Minus, Plus, StickyNote, Workflow } from 'lucide-react';
import { addNote, arrange } from '../../shared/edit/index.ts';
import { Tip } from '../parts/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { activeCanvas } from './active.ts';
import { tidyLayout } from './tidy.ts';

export function tidyCanvas(): void {
  const { history, run } = documentStore.getState();
  if (history === null) return;
  run(arrange(tidyLayout(history.document)));
  setTimeout(() => activeCanvas()?.fit(), 30);
}

export function addNoteToCanvas(): void {
  const { run, history } = documentStore.getState();
  const before = new Set(history?.document.layout.notes.map(({ id }) => id));
  const centre = activeCanvas()?.centre() ?? { x: 0, y: 0 };
  run(addNote({ x: centre.x - 136, y: centre.y - 30, text: '' }));
  const added = documentStore.getState().history?.document.layout.notes.find(({ id }) => !before.has(id));
  if (added !== undefined) viewStore.getState().select({ notes: [added.id] });
}

export function CanvasTools() {
  const zoom = useStore((state) => state.transform[2]);
  return (
    <Panel position="bottom-left" className="canvas-tools" aria-label="Canvas tools">
      <Tip text="Zoom out" side="top">
        <button type="button" className="btn ghost icon compact" aria-label="Zoom out" onClick={() => activeCanvas()?.zoomBy(1 / 1.2)}>
          <Minus size={14} />
        </button>
      </Tip>
      <Tip text="Fit the drawing" keys="F" side="top">
        <button type="button" className="btn ghost compact" aria-label="Fit the drawing" onClick={() => activeCanvas()?.fit()}>
          {Math.round(zoom * 100)} %
        </button>
      </Tip>
      <Tip text="Zoom in" side="top">
        <button type="button" className="btn ghost icon compact" aria-label="Zoom in" onClick={() => activeCanvas()?.zoomBy(1.2)}>
          <Plus size={14} />
        </button>
      </Tip>
      <span className="rule-v" />
      <Tip text="Tidy layout" keys="T" side="top">
        <button type="button" className="btn ghost icon compact" aria-label="Tidy layout" onClick={tidyCanvas}>
          <Workflow size={14} />
        </button>
      </Tip>
      <Tip text="Add a note" side="top">
        <button type="button" className="btn ghost icon compact" aria-label="Add a note" onClick={addNoteToCanvas}>
          <StickyNote size={14} />
        </button>
      </Tip>
    </Panel>
  );
}
