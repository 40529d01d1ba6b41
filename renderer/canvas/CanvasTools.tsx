import { Panel, useStore } from '@xyflow/react';
import { Map as MapIcon, Minus, Plus, StickyNote, Workflow } from 'lucide-react';
import { Tip } from '../parts/index.ts';
import { useShownKeys } from '../state/index.ts';
import { words } from '../words/index.ts';
import { activeCanvas } from './active.ts';
import { showMinimap, useCanvas } from './canvas-store.ts';
import { addNoteToCanvas } from './drawing-actions.ts';
import { tidyCanvas } from './tidy-canvas.ts';

const texts = words.canvas;

export function CanvasTools() {
  const keys = { fit: useShownKeys('view.fit'), tidy: useShownKeys('view.tidy'), minimap: useShownKeys('view.minimap') };
  const zoom = useStore((state) => state.transform[2]);
  const isMinimapWanted = useCanvas((state) => state.isMinimapWanted);
  const mapText = isMinimapWanted ? texts.hideMinimap : texts.showMinimap;
  return (
    <Panel position="bottom-left" className="canvas-tools" aria-label={texts.tools}>
      <Tip text={texts.zoomOut} side="top">
        <button type="button" className="btn ghost icon compact" aria-label={texts.zoomOut} onClick={() => activeCanvas()?.zoomBy(1 / 1.2)}>
          <Minus size={14} />
        </button>
      </Tip>
      <Tip text={texts.fit} keys={keys.fit} side="top">
        <button
          type="button"
          className="btn ghost compact"
          aria-label={texts.fitFrom(Math.round(zoom * 100))}
          onClick={() => activeCanvas()?.fit()}
        >
          {Math.round(zoom * 100)} %
        </button>
      </Tip>
      <Tip text={texts.zoomIn} side="top">
        <button type="button" className="btn ghost icon compact" aria-label={texts.zoomIn} onClick={() => activeCanvas()?.zoomBy(1.2)}>
          <Plus size={14} />
        </button>
      </Tip>
      <span className="rule-v" />
      <Tip text={texts.tidy} keys={keys.tidy} side="top">
        <button type="button" className="btn ghost icon compact" aria-label={texts.tidy} onClick={tidyCanvas}>
          <Workflow size={14} />
        </button>
      </Tip>
      <Tip text={texts.addNote} side="top">
        <button type="button" className="btn ghost icon compact" aria-label={texts.addNote} onClick={addNoteToCanvas}>
          <StickyNote size={14} />
        </button>
      </Tip>
      <Tip text={mapText} keys={keys.minimap} side="top">
        <button
          type="button"
          className="btn ghost icon compact"
          aria-label={texts.minimap}
          aria-pressed={isMinimapWanted}
          onClick={() => showMinimap(!isMinimapWanted)}
        >
          <MapIcon size={14} />
        </button>
      </Tip>
    </Panel>
  );
}
