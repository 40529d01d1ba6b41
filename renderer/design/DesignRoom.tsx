import { Check, CircleX, TriangleAlert } from 'lucide-react';
import { memo, useCallback, useEffect, useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout, usePanelRef } from 'react-resizable-panels';
import { PolicyCanvas } from '../canvas/index.ts';
import { Inspector } from '../inspector/index.ts';
import { LiveStrip } from '../knobs/index.ts';
import { choiceAfter, foldsByItself, Problems, rememberChoice, rememberedChoice, shouldFold } from '../problems/index.ts';
import { preferencesStore, useDocument, useFindings, useView } from '../state/index.ts';
import { EmptySheet } from '../welcome/index.ts';
import { timeText, words } from '../words/index.ts';
import { answerOf } from './answer.ts';
import { CanvasMenu } from './CanvasMenu.tsx';
import { Palette } from './Palette.tsx';
import { TextPanel } from './TextPanel.tsx';
import { ViewSwitch } from './ViewSwitch.tsx';
import './design.css';

const widths = (): { palette: number; inspector: number; drawer: number } => {
  const w = window.innerWidth / preferencesStore.getState().interfaceZoom;
  if (w <= 1360) return { palette: 192, inspector: 320, drawer: 142 };
  if (w >= 1700) return { palette: 248, inspector: 376, drawer: 212 };
  return { palette: 208, inspector: 332, drawer: 160 };
};

/** A card that moves is a new document; what stands around the drawing reads the policy, which is not. */
const StillPalette = memo(Palette);
const StillInspector = memo(Inspector);
const StillProblems = memo(Problems);

export function DesignRoom() {
  const document = useDocument((state) => state.history?.document);
  const readOnlyReason = useDocument((state) => state.origin.readOnlyReason);
  const keptAt = useDocument((state) => state.keptAt);
  const findings = useFindings((state) => state.findings);
  const designView = useView((state) => state.designView);
  const [start] = useState(widths);
  // Kept in shares of the width, which mean other sizes at another zoom.
  const [zoomKey] = useState(() => `.${Math.round(preferencesStore.getState().interfaceZoom * 100)}`.replace('.100', ''));
  const columns = useDefaultLayout({
    id: `gracefall.design.columns${zoomKey}`,
    storage: localStorage,
    panelIds: ['palette', 'middle', 'inspector'],
  });
  const rows = useDefaultLayout({ id: 'gracefall.design.rows', storage: localStorage, panelIds: ['canvas', 'problems'] });
  const drawer = usePanelRef();
  const [isFolded, setFolded] = useState(false);
  const folds = foldsByItself(findings);
  const [choice, setChoice] = useState(rememberedChoice);
  const wantsFold = shouldFold(choice, folds);
  // Folded from the first frame on, so that the drawing is fitted to the canvas it will have.
  const [startsFolded] = useState(wantsFold);
  const isOpen = document !== undefined;
  useEffect(() => {
    const panel = drawer.current;
    if (!isOpen || panel === null) return;
    if (wantsFold) panel.collapse();
    // Not `expand`: a drawer that was folded when the room opened has no size to go back to.
    else if (panel.isCollapsed()) panel.resize(`${start.drawer}px`);
  }, [wantsFold, isOpen, drawer, start.drawer]);
  const fold = useCallback((): void => {
    const next = choiceAfter(!wantsFold, folds);
    setChoice(next);
    rememberChoice(next);
  }, [wantsFold, folds]);
  if (document === undefined) return null;
  const answer = answerOf(findings, document.policy.nodes.length);
  return (
    <main className="room">
      <div className="room-head">
        <h1>{words.design.question}</h1>
        <p className={`room-answer is-${answer.tone}`} role="status">
          {answer.tone === 'good' ? <Check size={16} /> : answer.tone === 'bad' ? <CircleX size={16} /> : <TriangleAlert size={16} />}
          <span>{answer.text}</span>
        </p>
        <span className="grow" />
        {readOnlyReason !== undefined ? (
          <span className="pill warning" title={readOnlyReason}>
            {words.design.readOnly}
          </span>
        ) : (
          keptAt !== null && <span className="small ink-3 room-aside">{words.design.draftKept(timeText(new Date(keptAt)))}</span>
        )}
        <ViewSwitch />
      </div>
      <Group
        orientation="horizontal"
        className="design-columns"
        defaultLayout={columns.defaultLayout}
        onLayoutChanged={columns.onLayoutChanged}
      >
        <Panel id="palette" defaultSize={`${start.palette}px`} minSize="168px" maxSize="360px" groupResizeBehavior="preserve-pixel-size">
          <StillPalette />
        </Panel>
        <Separator className="divider" aria-label={words.design.widthOfPalette} />
        <Panel id="middle" minSize="320px">
          <Group orientation="vertical" className="design-rows" defaultLayout={rows.defaultLayout} onLayoutChanged={rows.onLayoutChanged}>
            <Panel id="canvas" minSize="200px">
              {designView === 'text' ? (
                <TextPanel />
              ) : (
                <CanvasMenu>
                  <PolicyCanvas document={document} empty={<EmptySheet />} />
                </CanvasMenu>
              )}
            </Panel>
            <Separator className="divider" aria-label={words.design.heightOfProblems} />
            <Panel
              id="problems"
              panelRef={drawer}
              collapsible
              collapsedSize="35px"
              defaultSize={startsFolded ? '35px' : `${start.drawer}px`}
              minSize="80px"
              groupResizeBehavior="preserve-pixel-size"
              onResize={(size) => setFolded(size.inPixels < 60)}
            >
              <StillProblems isFolded={isFolded} onFold={fold} />
            </Panel>
          </Group>
        </Panel>
        <Separator className="divider" aria-label={words.design.widthOfInspector} />
        <Panel
          id="inspector"
          defaultSize={`${start.inspector}px`}
          minSize="288px"
          maxSize="560px"
          groupResizeBehavior="preserve-pixel-size"
        >
          <StillInspector />
        </Panel>
      </Group>
      <LiveStrip />
    </main>
  );
}
